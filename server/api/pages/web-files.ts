import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A file of the built pages, as it is sent. It is in memory: no request ever names a file of the disk. */
export interface WebFile {
  /** Content type, with its character set. */
  readonly type: string
  /** Its name holds a hash of its content, so that it never changes. */
  readonly isHashed: boolean
  readonly forms: readonly WebFileForm[]
}

/** The bytes of one content encoding. */
export interface WebFileForm {
  readonly encoding: 'br' | 'gzip' | 'identity'
  readonly body: Buffer
  readonly etag: string
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  // Browsers compile it while it comes in only under this type.
  '.wasm': 'application/wasm',
}

/** Ending that the build gives to the compressed forms, and what HTTP calls them; the first that a client reads is sent. */
const COMPRESSED = [
  ['.br', 'br'],
  ['.gz', 'gzip'],
] as const

const HASHED_FOLDER = '/assets/'

/** Reads the built pages by the path under which each is served; none when they were not built. */
export function readWebFiles(folder: string): ReadonlyMap<string, WebFile> {
  if (!existsSync(folder)) return new Map()
  // What Vite notes of its build is for programs of ours.
  const notes = join(folder, '.vite')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const found = entries
    .filter((entry) => entry.isFile() && extname(entry.name) in TYPES && !entry.parentPath.startsWith(notes))
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(found.map((file) => [`/${relative(folder, file).split(sep).join('/')}`, readWebFile(folder, file)]))
}

function readWebFile(folder: string, file: string): WebFile {
  const compressed = COMPRESSED.filter(([ending]) => existsSync(`${file}${ending}`)).map(([ending, encoding]) => ({
    encoding,
    body: readFileSync(`${file}${ending}`),
  }))
  const facts = {
    type: TYPES[extname(file)] ?? 'application/octet-stream',
    isHashed: `/${relative(folder, file).split(sep).join('/')}`.startsWith(HASHED_FOLDER),
  }
  return makeWebFile(facts, readFileSync(file), compressed)
}

/** A file from its bytes and their compressed forms, each with the tag by which a client says that it has it. */
export function makeWebFile(
  { type, isHashed }: Pick<WebFile, 'type' | 'isHashed'>,
  body: Buffer,
  compressed: readonly Pick<WebFileForm, 'encoding' | 'body'>[],
): WebFile {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 27)
  return {
    type,
    isHashed,
    forms: [
      ...compressed.map((form) => ({ ...form, etag: `"${hash}-${form.encoding}"` })),
      { encoding: 'identity', body, etag: `"${hash}"` },
    ],
  }
}

/** Fast: who asks first waits for it. */
const BROTLI_QUALITY = 5

/** A page that the server writes, in the forms of one that was built. */
export function makePageFile(text: string): WebFile {
  const body = Buffer.from(text)
  return makeWebFile({ type: 'text/html; charset=utf-8', isHashed: false }, body, [
    {
      encoding: 'br',
      body: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
    },
    { encoding: 'gzip', body: gzipSync(body) },
  ])
}
