import { open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { StartRefused } from '../../domain/start-refused.ts'
import { OwnerOnlyFS } from './owner-only-fs.ts'

/** PGlite cannot start on its folder. */
export class DatabaseUnreadable extends StartRefused {
  constructor(folder: string, rebuildable: boolean, cause: unknown) {
    const remedy = rebuildable
      ? 'move it away and start again: it is rebuilt from the intake journal and the chain'
      : 'restore it from a backup, or move it away to begin with an empty database'
    super('data_folder_corrupt', `The database folder ${folder} cannot be read: ${remedy}.`, cause)
  }
}

/** Written when the folder's first start has succeeded: without it the folder is a torso of a killed first start. */
const COMPLETE = 'entente-complete'

/** Opens or creates the folder. What a killed first start left is removed, if a journal can fill the folder again. */
export async function openFolder(folder: string, rebuildable: boolean): Promise<PGlite> {
  if (rebuildable && (await exists(folder)) && !(await exists(join(folder, COMPLETE)))) {
    await rm(folder, { recursive: true })
  }
  try {
    // NOTE: without this file PGlite would quietly begin a new database in the old one's folder.
    if (await exists(join(folder, COMPLETE))) await stat(join(folder, 'PG_VERSION'))
    return await PGlite.create({ fs: new OwnerOnlyFS(folder) })
  } catch (error) {
    throw new DatabaseUnreadable(folder, rebuildable, error)
  }
}

/** Says that the folder's first start has succeeded. */
export async function markComplete(folder: string): Promise<void> {
  if (await exists(join(folder, COMPLETE))) return
  await syncFolder(folder)
  await writeFile(join(folder, COMPLETE), '')
  await sync(join(folder, COMPLETE))
  await sync(folder)
}

/** Has the kernel write every file and folder below to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await syncFolder(path)
    else if (entry.isFile()) await sync(path)
  }
  await sync(folder)
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
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
