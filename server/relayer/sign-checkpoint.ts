import { sha256 } from '../chain/note-signer.ts'
import { findLastCheckpoint, insertCheckpoint } from '../database/archive-checkpoints.ts'
import { countArchive } from '../database/archive-files.ts'
import { archiveTree } from '../database/archive-tree.ts'
import { treeRoot } from '../domain/archive/merkle-tree.ts'
import { formatKey, treeHeadText } from '../domain/archive/signed-note.ts'
import { type Relayer } from './relayer.ts'

/** Signs the head of the archive's log once it has grown, and not more often than witnesses are to be asked. */
export async function signCheckpoint(relayer: Relayer): Promise<boolean> {
  const { database, clock, archive, limits } = relayer
  const [size, last] = [await countArchive(database), await findLastCheckpoint(database)]
  const now = clock.now()
  if (size === (last?.size ?? 0n)) return false
  if (last !== null && now.getTime() - last.signedAt.getTime() < limits.checkpointMs) return false
  // Entries are never changed, so the first `size` of them are the same whenever they are read.
  const root = await treeRoot(archiveTree(database, sha256), size)
  const { key, signNote } = archive.signer
  const text = treeHeadText({ origin: archive.origin, size, root })
  const line = signNote(text, BigInt(Math.floor(now.getTime() / 1_000)))
  const checkpoint = { size, text, line, logKey: formatKey(sha256, key), signedAt: now }
  const isNew = await database.transaction((tx) => insertCheckpoint(tx, checkpoint))
  if (isNew) relayer.report({ name: 'checkpoint_signed', size })
  return isNew
}
