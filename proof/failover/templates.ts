import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'

const FOLDER = join(root, 'deploy/postgresql')

/** Whose files and processes those of a database are. */
export interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** The example in deploy/postgresql/ with its ${NAMES} filled in, as envsubst does. */
export function fillTemplate(name: string, values: Readonly<Record<string, string>>): string {
  return readFileSync(join(FOLDER, name), 'utf8').replaceAll(/\$\{([A-Z_]+)\}/g, (_all, variable: string) => {
    const value = values[variable]
    if (value === undefined) throw new Error(`deploy/postgresql/${name} needs ${variable}`)
    return value
  })
}

/** Writes a file that only its user reads. */
export function writeFor(user: User, file: string, text: string): void {
  writeFileSync(file, text)
  chmodSync(file, 0o600)
  chownSync(file, user.uid, user.gid)
}
