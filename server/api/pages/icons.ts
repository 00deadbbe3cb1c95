import { readFileSync } from 'node:fs'

import sharp from 'sharp'

import type { Coalition } from './coalition.ts'
import { tokenOf } from './look.ts'
import { once } from './once.ts'

/** A picture of ours, drawn when it is first asked for. */
export interface Icon {
  readonly type: string
  readonly read: () => Promise<string | Buffer>
}

const RINGS = readFileSync(new URL('./icon.svg', import.meta.url), 'utf8')
/** Of home screens, which round the corners themselves and show no transparent ground. */
const TOUCH_PIXELS = 180
const SIZES = [32, 192, 512] as const
const WALLET_PIXELS = 256
const DENSITY_PER_PIXEL = 72 / 32

/** For phones that cut icons into a shape of theirs: its middle four fifths are always seen. */
export const MASKABLE = { path: '/icons/maskable-512.png', pixels: 512, markPixels: 360 } as const

/** What social networks show of a link. */
export const PREVIEW = { path: '/preview.png', width: 1_200, height: 630 } as const

/** The pictures by which browsers, home screens and other sites show the coalition, by path. */
export function coalitionIcons(coalition: Coalition): Readonly<Record<string, Icon>> {
  const rings = ringsOf(coalition)
  const draw = (pixels: number) => drawIcon(coalition, rings, pixels)
  const svg = coalition.logo === null ? rings : wrap(coalition.logo)
  // A second request waits for the first one's drawing, and no more than one is ever made.
  const png = (read: () => Promise<Buffer>): Icon => ({ type: 'image/png', read: once(read) })
  return {
    '/favicon.svg': { type: 'image/svg+xml', read: () => Promise.resolve(svg) },
    '/entente.svg': { type: 'image/svg+xml', read: () => Promise.resolve(svg) },
    // For wallet apps, which may not draw SVG.
    '/entente.png': png(() => draw(WALLET_PIXELS)),
    '/apple-touch-icon.png': png(() => drawTouchIcon(coalition, rings)),
    [MASKABLE.path]: png(() => drawMaskableIcon(coalition, rings)),
    [PREVIEW.path]: png(() => drawPreview(coalition, rings)),
    ...Object.fromEntries(SIZES.map((pixels) => [`/icons/${String(pixels)}.png`, png(() => draw(pixels))])),
  }
}

const shadeOf = ({ accent }: Coalition, index: number) => accent?.[index] ?? tokenOf(`accent-${String(index)}`)

/** The rings of Entente in the coalition's accent. */
function ringsOf(coalition: Coalition): string {
  return RINGS.replaceAll('ACCENT-7', shadeOf(coalition, 7)).replaceAll('ACCENT-2', shadeOf(coalition, 2))
}

/** An SVG that shows the logo: browsers take it at any size. */
const wrap = (logo: Buffer) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><image width="32" height="32" href="data:image/png;base64,${logo.toString('base64')}"/></svg>`

function drawIcon({ logo }: Coalition, rings: string, pixels: number): Promise<Buffer> {
  const drawn = logo === null ? sharp(Buffer.from(rings), { density: DENSITY_PER_PIXEL * pixels }) : sharp(logo)
  return drawn.resize(pixels, pixels).png().toBuffer()
}

async function drawTouchIcon(coalition: Coalition, rings: string): Promise<Buffer> {
  const ground = coalition.logo === null ? shadeOf(coalition, 7) : tokenOf('paper')
  return sharp(await drawIcon(coalition, rings, TOUCH_PIXELS))
    .flatten({ background: ground })
    .png()
    .toBuffer()
}

async function drawMaskableIcon(coalition: Coalition, rings: string): Promise<Buffer> {
  const { pixels, markPixels } = MASKABLE
  const background = coalition.logo === null ? shadeOf(coalition, 7) : tokenOf('paper')
  const ground = sharp({ create: { width: pixels, height: pixels, channels: 3, background } })
  return ground
    .composite([{ input: await drawIcon(coalition, rings, markPixels) }])
    .png()
    .toBuffer()
}

/**
 * The mark, large, on the accent between rings. Without words: which fonts the machine has is not known, and what shows the link
 * has its title below.
 */
async function drawPreview(coalition: Coalition, rings: string): Promise<Buffer> {
  const { width, height } = PREVIEW
  const mark = 260
  const [ground, edge, line] = [shadeOf(coalition, 7), shadeOf(coalition, 9), shadeOf(coalition, 2)]
  const circles = [
    [150, 560, 300],
    [1_060, 90, 340],
    [1_110, 600, 180],
    [210, 60, 150],
  ].map(([x, y, radius]) => `<circle cx="${String(x)}" cy="${String(y)}" r="${String(radius)}"/>`)
  const back = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">
    <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="${ground}"/><stop offset="1" stop-color="${edge}"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#g)"/>
    <g fill="none" stroke="${line}" stroke-opacity="0.22" stroke-width="44">${circles.join('')}</g>
    <rect x="430" y="145" width="340" height="340" rx="76" fill="${tokenOf('paper')}"/></svg>`
  const input = await drawIcon(coalition, rings, mark)
  return sharp(Buffer.from(back))
    .composite([{ input, left: (width - mark) / 2, top: (height - mark) / 2 }])
    .png({ palette: true, colours: 128 })
    .toBuffer()
}
