import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { posix } from 'node:path'

import { type Coalition, themeStyle } from './coalition.ts'
import type { WebFile } from './web-files.ts'

/** The look that the pages of the server share with the built ones. */
export interface Look {
  /** What each stylesheet begins with: the tokens, and the font that the built pages load as well. */
  readonly base: string
  /** Of the font's file that every page needs; null where the pages were not built, which then have the device's font. */
  readonly fontUrl: string | null
}

const TOKENS = readFileSync(new URL('../../../web/src/ui/tokens.css', import.meta.url), 'utf8')
const BASE = readFileSync(new URL('./base.css', import.meta.url), 'utf8')
const FONT_FACES = readFileSync(createRequire(import.meta.url).resolve('@fontsource-variable/figtree/wght.css'), 'utf8')

const FONT_FILE = /url\(\.\/files\/(?<name>[a-z-]+)\.woff2\)/g
const FIRST_FONT = 'figtree-latin-wght-normal'

/** The value of a token that is one colour, for what reads no stylesheet: pictures, messages, and what browsers paint around a page. */
export function tokenOf(name: string): string {
  const value = new RegExp(`--entente-${name}:\\s*(#[0-9a-f]{6});`).exec(TOKENS)?.[1]
  if (value === undefined) throw new Error(`there is no token ${name} that is one colour`)
  return value
}

/** Takes the tokens from web/src/ui, and the font from the built pages: a visitor loads it once for all of them. */
export function readLook(files: ReadonlyMap<string, WebFile>, coalition: Coalition): Look {
  const urlOf = (name: string) =>
    [...files.keys()].find((path) => posix.basename(path).startsWith(`${name}-`) && path.endsWith('.woff2')) ?? null
  const fontUrl = urlOf(FIRST_FONT)
  const faces = FONT_FACES.replaceAll(FONT_FILE, (_whole, name: string) => `url(${urlOf(name) ?? ''})`)
  return { base: [fontUrl === null ? '' : faces, TOKENS, themeStyle(coalition), BASE].join('\n'), fontUrl }
}
