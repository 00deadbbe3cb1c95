import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The path of a program: the one that was named, or the first of these names in a folder of PATH or /usr/sbin. */
export function findProgram(named: string | undefined, names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [...(named ? [named] : []), ...found].find((path) => existsSync(path))
}

/** The path of PgBouncer, or undefined. */
export function findPgbouncer(): string | undefined {
  return findProgram(process.env['PGBOUNCER_PATH'], ['pgbouncer'])
}

/** What the tests of keys in devices need: SoftHSM2, OpenSC's tool, and the native module that reaches them. */
export interface SoftHsmPrograms {
  module: string
  util: string
  tool: string
}

const SOFTHSM_MODULES = ['/usr/lib/softhsm', '/usr/local/lib/softhsm', '/opt/homebrew/lib/softhsm'].map((folder) =>
  join(folder, 'libsofthsm2.so'),
)
const PKCS11_BINDING = fileURLToPath(new URL('../node_modules/pkcs11js/build/Release/pkcs11.node', import.meta.url))

/** Where SoftHSM2 and its tools are; undefined where one of them is missing. */
export function findSoftHsm(): SoftHsmPrograms | undefined {
  const module = SOFTHSM_MODULES.find((path) => existsSync(path))
  const util = findProgram(undefined, ['softhsm2-util'])
  const tool = findProgram(undefined, ['pkcs11-tool'])
  if (module === undefined || util === undefined || tool === undefined || !existsSync(PKCS11_BINDING)) return undefined
  return { module, util, tool }
}
