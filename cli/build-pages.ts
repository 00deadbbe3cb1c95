import { createHash } from 'node:crypto'
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import { StartRefused } from '../server/domain/start-refused.ts'
import { root, runProgram } from './run-program.ts'

/** What the pages are built from; the lock file stands for the packages. */
const SOURCES = ['web/**/*', 'languages/*.json', 'abis/*.ts', 'client/*.ts', 'package-lock.json', 'cli/build-pages.ts']

const DIST = 'web/dist'

/** Says what the pages were built from; last thing written, so that a build that was cut off does not count. */
const STAMP = 'built-from.txt'

/** Smaller files gain nothing: headers and a packet are what they cost. */
const COMPRESSED_BYTES_MIN = 1_024
const COMPRESSED_TYPES = new Set(['.html', '.js', '.css', '.json', '.svg', '.wasm', '.webmanifest'])

interface Build {
  /** Told what is being done, for people who wait. */
  readonly onProgress?: (line: string) => void
  readonly folder?: string
}

/** Builds the wallet's and the till's page when their sources are not those that they were built from. */
export async function buildPages({ onProgress = () => undefined, folder = root }: Build = {}): Promise<
  'built' | 'fresh'
> {
  const sources = hashSources(folder)
  if (isBuiltFrom(folder, sources)) return 'fresh'
  onProgress('building the pages')
  // Beside the old ones, so that a server or build running at the same time sees complete pages only.
  const fresh = join(folder, `web/.build-${String(process.pid)}`)
  try {
    await runVite(folder, fresh)
    const bytes = compressFiles(fresh)
    writeFileSync(join(fresh, STAMP), sources)
    if (!isBuiltFrom(folder, sources)) moveIntoPlace(folder, fresh)
    onProgress(`the pages are built: ${String(Math.round(bytes / 1_024))} kB compressed, all of them together`)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return 'built'
}

function isBuiltFrom(folder: string, sources: string): boolean {
  const stamp = join(folder, DIST, STAMP)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sources
}

/** A hash over names and contents, so that neither a checkout's times nor a file taken away deceive it. */
function hashSources(folder: string): string {
  const generated = /^web\/(?:dist|\.build-[^/]+)(?:\/|$)/
  const files = globSync(SOURCES, { cwd: folder })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !generated.test(file) && statSync(join(folder, file)).isFile())
    .toSorted()
  const hash = createHash('sha256')
  for (const file of files) {
    const bytes = readFileSync(join(folder, file))
    hash.update(`${file}\0${String(bytes.length)}\0`).update(bytes)
  }
  return hash.digest('hex')
}

async function runVite(folder: string, outDir: string): Promise<void> {
  const vite = join(folder, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', join(folder, 'web'), '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  const env = { ...process.env, NODE_ENV: 'production' }
  const { code, output } = await runProgram(args, { cwd: folder, env, minutesMax: 5 })
  if (code === 0) return
  throw new StartRefused('pages_not_built', `The pages could not be built. Vite said:\n${output.trim()}`)
}

/** Once here and not at every request: brotli's best takes a second for what is read thousands of times. */
function compressFiles(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => {
    const file = join(parentPath, name)
    const bytes = readFileSync(file)
    if (bytes.length < COMPRESSED_BYTES_MIN || !COMPRESSED_TYPES.has(extname(name))) return sum + bytes.length
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
    writeFileSync(`${file}.br`, brotli)
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }))
    return sum + brotli.length
  }, 0)
}

/** A rename each way: nobody ever reads half a build. */
function moveIntoPlace(folder: string, fresh: string): void {
  const dist = join(folder, DIST)
  const old = `${fresh}-old`
  rmSync(old, { recursive: true, force: true })
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(fresh, dist)
  rmSync(old, { recursive: true, force: true })
}
