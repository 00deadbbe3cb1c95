import { cp, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { PGlite } from '@electric-sql/pglite'

import { applyMigrations } from '../../server/database/engine/migrate.ts'
import { pgliteAdapter } from '../../server/database/engine/pglite-adapter.ts'
import { markComplete, openFolder } from '../../server/database/engine/pglite-folder.ts'

let prepared: Promise<string> | undefined

/**
 * Puts an embedded database without rows into a data folder that has none: a server that a test starts there begins at once, where a first
 * start makes the database for six seconds of processor time. What first starts do is for the tests that are about them.
 */
export async function prepareDatabase(dataFolder: string): Promise<void> {
  if (await exists(join(dataFolder, 'database'))) return
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

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

// Registered on mocha's root suite: what is prepared is for one run.
if (typeof after === 'function') {
  after(async () => {
    if (prepared !== undefined) await rm(await prepared, { recursive: true, force: true })
  })
}
