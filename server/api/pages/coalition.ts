import { readFile } from 'node:fs/promises'

import sharp from 'sharp'

import { accentScale, carriesWhite, nearestAccent, whiteContrast } from '../../domain/accent-scale.ts'
import { StartRefused } from '../../domain/start-refused.ts'

/** How a coalition shows itself: its name, its accent and its logo. */
export interface Coalition {
  readonly name: string
  /** Ten shades; null: those of the tokens. */
  readonly accent: readonly string[] | null
  /** Pixels of a PNG, square; null: the rings of Entente. */
  readonly logo: Buffer | null
}

export const ENTENTE: Coalition = { name: 'Entente', accent: null, logo: null }

/** As large as any program asks for. */
export const LOGO_PIXELS = 512
/** Of a logo's shorter side: a smaller one is a blur on the screen of a phone. */
export const LOGO_PIXELS_MIN = 128
export const LOGO_BYTES_MAX = 2_000_000
/** What a file may unfold to. */
const LOGO_PIXELS_MAX = 25_000_000
const LOGO_FORMATS = new Set(['png', 'webp', 'jpeg'])

interface CoalitionSettings {
  readonly name: string
  readonly colour: string | null
  readonly logoFile: string | null
}

/** Checks what the settings say, and refuses in words what no page could show. */
export async function openCoalition({ name, colour, logoFile }: CoalitionSettings): Promise<Coalition> {
  if (colour !== null) checkColour(colour)
  return {
    name,
    accent: colour === null ? null : accentScale(colour),
    logo: logoFile === null ? null : await readLogo(logoFile),
  }
}

function checkColour(colour: string): void {
  if (carriesWhite(colour)) return
  const contrast = (Math.floor(whiteContrast(colour) * 10) / 10).toFixed(1)
  throw new StartRefused(
    'coalition_colour_unreadable',
    `COALITION_COLOUR ${colour} is too pale for the white text on buttons: its contrast is ${contrast} to 1, and 4.5 is needed. The nearest colour that works is ${nearestAccent(colour)}.`,
  )
}

async function readLogo(file: string): Promise<Buffer> {
  const refuse = (why: string, cause?: unknown) =>
    new StartRefused('coalition_logo_unusable', `COALITION_LOGO ${file} ${why}.`, cause)
  const bytes = await readFile(file).catch((error: unknown) => {
    throw refuse('cannot be read', error)
  })
  if (bytes.length > LOGO_BYTES_MAX) throw refuse(`has more than ${String(LOGO_BYTES_MAX / 1_000_000)} MB`)
  const image = sharp(bytes, { limitInputPixels: LOGO_PIXELS_MAX, failOn: 'error' })
  const unreadable = (error: unknown) => {
    throw refuse('is no PNG, WebP or JPEG that can be read', error)
  }
  const { format, width, height } = await image.metadata().catch(unreadable)
  if (!LOGO_FORMATS.has(format)) throw refuse('is no PNG, WebP or JPEG that can be read')
  if (Math.min(width, height) < LOGO_PIXELS_MIN)
    throw refuse(
      `has ${String(width)} by ${String(height)} pixels, and ${String(LOGO_PIXELS_MIN)} are needed on each side`,
    )
  const background = { r: 0, g: 0, b: 0, alpha: 0 }
  return image
    .autoOrient()
    .resize(LOGO_PIXELS, LOGO_PIXELS, { fit: 'contain', background })
    .png()
    .toBuffer()
    .catch(unreadable)
}

/** What replaces the accent of the tokens; nothing where the coalition has none of its own. */
export function themeStyle({ accent }: Coalition): string {
  if (accent === null) return ''
  const shades = accent.map((shade, index) => `  --entente-accent-${String(index)}: ${shade};\n`)
  // Twice the root, so that it comes before the tokens wherever a page has its styles.
  return `:root:root {\n${shades.join('')}}\n`
}
