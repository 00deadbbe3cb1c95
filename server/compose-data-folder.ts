import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'

import { StartRefused } from './domain/start-refused.ts'

/** What nobody but the owner gets of a file that is made from now on, by this process or one that it starts. */
const OWNER_ONLY_UMASK = 0o077
const FOLDER_MODE = 0o700
const FILE_MODE = 0o600
const PERMISSION_BITS = 0o777

/**
 * Makes the data folder, or takes what is in an old one from everybody but its owner: keys, members' data and the ledger
 * are there. Returns what was open to others. What belongs to another user cannot be trusted and is refused.
 */
export function closeDataFolder(folder: string, uid: number | undefined = process.getuid?.()): string[] {
  process.umask(OWNER_ONLY_UMASK)
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE })
  // Windows has other permissions: a folder is as open as the one above it.
  if (uid === undefined) return []
  return closeTree(realpathSync(folder), uid)
}

/** The folder first, so that nobody can add to it what was looked at already. */
function closeTree(path: string, uid: number): string[] {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  // Another process of the same folder may have removed it meanwhile.
  if (stats === undefined) return []
  if (stats.uid !== uid) throw refusal(path, 'belongs to another user')
  if (stats.isSymbolicLink()) {
    checkTarget(path, uid)
    return []
  }
  const mended = closeOne(path, stats) ? [path] : []
  if (!stats.isDirectory()) return mended
  return [...mended, ...readdirSync(path).flatMap((name) => closeTree(join(path, name), uid))]
}

function closeOne(path: string, stats: Stats): boolean {
  const mode = stats.isDirectory() ? FOLDER_MODE : FILE_MODE
  if ((stats.mode & PERMISSION_BITS & ~mode) === 0) return false
  chmodSync(path, mode)
  return true
}

/** What a link leads to is outside of the folder, and not ours to change. */
function checkTarget(path: string, uid: number): void {
  const target = statSync(path, { throwIfNoEntry: false })
  if (target === undefined) return
  const isOpen = (target.mode & PERMISSION_BITS & OWNER_ONLY_UMASK) !== 0
  if (target.uid !== uid || isOpen) throw refusal(path, 'leads to something that other users can read or change')
}

function refusal(path: string, fault: string): StartRefused {
  return new StartRefused(
    'data_folder_not_ours',
    `${path} ${fault}: start as its owner, or give the whole data folder to the user who starts the server (chown -R).`,
  )
}
