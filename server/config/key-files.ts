import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** Where the keys of a data folder are. */
export interface KeyFiles {
  folder: string
  passphrase: string
  lookupKey: string
  operator: string
  administrator: string
  lanes: string
  members: string
  archive: string
  operatorApiKey: string
  demoKeys: string
  demoMembers: string
}

/** Names the key files of a data folder. */
export function keyFiles(dataFolder: string): KeyFiles {
  const folder = join(dataFolder, 'keys')
  return {
    folder,
    passphrase: join(folder, 'passphrase'),
    lookupKey: join(folder, 'lookup-key'),
    operator: join(folder, 'operator.json'),
    administrator: join(folder, 'administrator.json'),
    lanes: join(folder, 'lanes.json'),
    members: join(folder, 'members.json'),
    archive: join(folder, 'archive.json'),
    operatorApiKey: join(folder, 'operator-api-key'),
    demoKeys: join(folder, 'demo-keys.json'),
    demoMembers: join(folder, 'demo-members.json'),
  }
}

/** Reads a file of keys, or makes it: whole, on disk, and readable by its owner only. The first of two makers wins. */
export async function readOrMakeKeyFile(file: string, make: () => string | Promise<string>): Promise<string> {
  if (!existsSync(file)) writeKeyFile(file, await make())
  return readFileSync(file, 'utf8').trim()
}

/** Writes a key file that does not exist yet; an existing one stays as it is. */
export function writeKeyFile(file: string, content: string): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  chmodSync(join(file, '..'), 0o700)
  const fresh = `${file}.${String(process.pid)}.new`
  const descriptor = openSync(fresh, 'w', 0o600)
  try {
    writeFileSync(descriptor, `${content.trim()}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  try {
    linkSync(fresh, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}
