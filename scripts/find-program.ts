import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

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
