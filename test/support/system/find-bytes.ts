import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** A value in every form in which a file could have it. */
function formsOf(value: string): Buffer[] {
  const bytes = Buffer.from(value)
  const base64 = (skipped: number) => {
    // In base64 a text looks different at each of three places; what its neighbours share is left out.
    const padded = Buffer.concat([Buffer.alloc(skipped), bytes])
      .toString('base64')
      .replaceAll('=', '')
    return padded.slice(skipped === 0 ? 0 : skipped + 1, -2)
  }
  const texts = [value, value.toLowerCase(), value.toUpperCase(), JSON.stringify(value).slice(1, -1)]
  const coded = [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), base64(0), base64(1), base64(2)]
  const utf16 = Buffer.from(value, 'utf16le')
  return [...[...new Set([...texts, ...coded])].map((text) => Buffer.from(text)), utf16]
}

/** In which files of a folder any of these values is, as `file: value`. What is compressed is looked into as well. */
export function findBytes(folder: string, values: readonly string[]): string[] {
  const wanted = values.map((value) => ({ value, forms: formsOf(value) }))
  const paths = readdirSync(folder, { recursive: true }) as string[]
  return paths.flatMap((path) => {
    const file = join(folder, path)
    if (!statSync(file).isFile()) return []
    const contents = contentsOf(readFileSync(file))
    const found = wanted.filter(({ forms }) => forms.some((form) => contents.some((bytes) => bytes.includes(form))))
    return found.map(({ value }) => `${path}: ${value}`)
  })
}

function contentsOf(bytes: Buffer): Buffer[] {
  const isGzip = bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b
  return isGzip ? [bytes, gunzipSync(bytes)] : [bytes]
}
