import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { PGlite } from '@electric-sql/pglite'

import { applyMigrations } from '../../server/database/engine/migrate.ts'
import { pgliteAdapter } from '../../server/database/engine/pglite-adapter.ts'
import { markComplete, openFolder } from '../../server/database/engine/pglite-folder.ts'

let prepared: Promise<string> | undefined

/**
 * Puts an embedded database without rows into a data folder that is new: a server that a test starts there begins at once, where a first start
 * makes the database for six seconds of processor time. A folder in which anything is stays as it is: a database that was lost is the server's to
 * rebuild.
 */
export async function prepareDatabase(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  if ((await readdir(dataFolder)).length > 0) return
  prepared ??= makeDatabase()
  await cp(join(await prepared, 'database'), join(dataFolder, 'database'), { recursive: true })
}

async function makeDatabase(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'entente-prepared-'))
  const database = join(folder, 'database')
  const pglite = await openFolder(database, false)
  await applyMigrations(pgliteAdapter(pglite, () => PGlite.create()))
  await markComplete(database)
  await pglite.close()
  return folder
}

// Registered on mocha's root suite: what is prepared is for one run.
if (typeof after === 'function') {
  after(async () => {
    if (prepared !== undefined) await rm(await prepared, { recursive: true, force: true })
  })
}
