import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Page } from 'playwright-core'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import sharp from 'sharp'

import { rest } from '../../support/pages/settle.ts'
import { fixShown } from './fixed-values.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const REFERENCES = join(ROOT, 'test/browser/looks')
const FAILED = join(ROOT, 'test/browser/looks-failed')

/** Colours of two pixels that are as near as this are the same (pixelmatch); a palette of 256 colours needs some of it. */
const COLOUR_TOLERANCE = 0.1
/** Pixels of a picture that may differ, edges of letters not counted: less than the smallest word. */
export const PIXELS_DIFFERENT_MAX = 60
/** What is further down is not on the picture. */
const HEIGHT_MAX = 1_600
/** Sizes of palettes, the best first. */
const PALETTES = [256, 128, 64, 32] as const
/** A reference may be so large; all of them together 4 MB. */
export const REFERENCE_BYTES_MAX = 120_000
export const REFERENCES_BYTES_MAX = 4_000_000
/** A chart or a picture may take a moment more: it is looked at until it stays. */
const LOOKS_MAX = 8

/** Takes a picture of a page, from its top, when it has come to rest: in a window as high as the page. */
export async function takePicture(page: Page): Promise<Buffer> {
  const window = page.viewportSize() ?? { width: 0, height: 0 }
  const height = await page.evaluate<number>('Math.ceil(document.documentElement.scrollHeight)')
  await page.setViewportSize({ ...window, height: Math.min(Math.max(height, window.height), HEIGHT_MAX) })
  try {
    return await takeAtRest(page)
  } finally {
    await page.setViewportSize(window)
  }
}

async function takeAtRest(page: Page): Promise<Buffer> {
  let before: Buffer = Buffer.alloc(0)
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    await rest(page)
    await fixShown(page)
    const now = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' })
    if (before.equals(now)) return now
    before = now
  }
  throw new Error(`the page at ${page.url()} never comes to rest`)
}

/** A picture as it is kept: with a palette, of as many colours as its limit of bytes allows. */
export async function toReference(picture: Buffer): Promise<Buffer> {
  let reference = picture
  for (const colours of PALETTES) {
    const options = { palette: true, colours, dither: 0, effort: 10, compressionLevel: 9 } as const
    reference = await sharp(picture).png(options).toBuffer()
    if (reference.length <= REFERENCE_BYTES_MAX) break
  }
  return reference
}

/** What two pictures differ in. */
export interface Difference {
  /** Every pixel, where they have not the same size. */
  readonly pixels: number
  /** Null where they have not the same size. */
  readonly diff: Buffer | null
}

/** Compares two pictures, pixel by pixel. */
export async function comparePictures(expected: Buffer, actual: Buffer): Promise<Difference> {
  // pngjs reads palettes as well, and sharp is not asked twice for what it made.
  const [one, other] = [PNG.sync.read(expected), PNG.sync.read(actual)]
  if (one.width !== other.width || one.height !== other.height)
    return { pixels: Math.max(one.width * one.height, other.width * other.height), diff: null }
  const { width, height } = one
  const diff = new PNG({ width, height })
  const pixels = pixelmatch(one.data, other.data, diff.data, width, height, { threshold: COLOUR_TOLERANCE })
  return { pixels, diff: PNG.sync.write(diff) }
}

/** Whether two pictures are of the same look. */
export const isSame = ({ pixels, diff }: Difference): boolean => diff !== null && pixels <= PIXELS_DIFFERENT_MAX

/** The references there are, with their bytes. */
export function listReferences(): { name: string; bytes: number }[] {
  const files = existsSync(REFERENCES) ? readdirSync(REFERENCES) : []
  return files.map((file) => ({ name: file.replace(/\.png$/, ''), bytes: statSync(join(REFERENCES, file)).size }))
}

/** Writes references instead of comparing: `npm run test:looks -- --update`. */
export const isUpdating = process.env['LOOKS_UPDATE'] === '1'

/** Compares a picture with its reference, and says what is wrong; null when nothing is. Leaves the three pictures side by side. */
export async function findFault(name: string, picture: Buffer): Promise<string | null> {
  const file = join(REFERENCES, `${name}.png`)
  if (isUpdating) {
    const reference = await toReference(picture)
    mkdirSync(REFERENCES, { recursive: true })
    writeFileSync(file, reference)
    return reference.length > REFERENCE_BYTES_MAX ? `${name}: the reference has ${reference.length} bytes` : null
  }
  const beside = (what: string) => join(FAILED, `${name}.${what}.png`)
  for (const what of ['actual', 'expected', 'diff']) rmSync(beside(what), { force: true })
  if (!existsSync(file)) return `${name}: there is no reference (npm run test:looks -- --update writes it)`
  const expected = readFileSync(file)
  const difference = await comparePictures(expected, picture)
  if (isSame(difference)) return null
  mkdirSync(FAILED, { recursive: true })
  writeFileSync(beside('actual'), picture)
  writeFileSync(beside('expected'), expected)
  if (difference.diff !== null) writeFileSync(beside('diff'), difference.diff)
  const what = difference.diff === null ? 'has another size' : `differs in ${difference.pixels} pixels`
  return `${name} ${what}: see ${relative(ROOT, beside('actual'))} and the files beside it`
}
