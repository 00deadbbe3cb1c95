import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** JavaScript that a page may load before it shows something, compressed, in all: a slow phone waits for every byte. */
export const FIRST_LOAD_BYTES_MAX = 250_000

interface Chunk {
  file: string
  isEntry?: boolean
  imports?: string[]
  dynamicImports?: string[]
}

type Manifest = Readonly<Record<string, Chunk>>

function chunkOf(manifest: Manifest, name: string): Chunk {
  const chunk = manifest[name]
  if (chunk === undefined) throw new Error(`the manifest names ${name} and does not describe it`)
  return chunk
}

/** Files that a page loads at once: what it imports, what that imports, and the texts of a language. */
function firstLoadOf(manifest: Manifest, page: string): Set<string> {
  const files = new Set<string>()
  const visit = (name: string): void => {
    const { file, imports = [] } = chunkOf(manifest, name)
    if (files.has(file)) return
    files.add(file)
    imports.forEach(visit)
  }
  visit(page)
  const texts = (chunkOf(manifest, page).dynamicImports ?? []).filter((name) => name.includes('/texts/fr'))
  texts.forEach(visit)
  return files
}

/** Bytes of JavaScript that each page of a build loads first, compressed as a server would. */
export function measureFirstLoad(dist: string): { page: string; bytes: number }[] {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest
  const pages = Object.keys(manifest).filter((name) => manifest[name]?.isEntry)
  return pages.map((page) => {
    const scripts = [...firstLoadOf(manifest, page)].filter((file) => file.endsWith('.js'))
    const bytes = scripts.map((file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length)
    return { page, bytes: bytes.reduce((sum, size) => sum + size, 0) }
  })
}

/** Says which page loads too much. */
export function checkWebSize(dist: string, bytesMax = FIRST_LOAD_BYTES_MAX): string[] {
  const pages = measureFirstLoad(dist)
  if (pages.length === 0) return ['the build has no page']
  return pages
    .filter(({ bytes }) => bytes >= bytesMax)
    .map(
      ({ page, bytes }) =>
        `${page} loads ${bytes} bytes of JavaScript at first, and fewer than ${bytesMax} are allowed`,
    )
}
