import { createHash } from 'node:crypto'

import { findLastCheckpoint, listCosignatures } from '../../database/archive-checkpoints.ts'
import { countArchive, findArchiveFile, findArchiveRule, listArchive } from '../../database/archive-files.ts'
import { archiveTree } from '../../database/archive-tree.ts'
import type { Reader } from '../../database/engine/client.ts'
import { entryBundle } from '../../domain/archive/log-leaf.ts'
import { joinBytes, TILE_WIDTH, tileWidth } from '../../domain/archive/merkle-tree.ts'
import { formatNote } from '../../domain/archive/signed-note.ts'
import type { TileName } from '../../domain/archive/tile-path.ts'

interface ArchiveReadDeps {
  readonly db: Reader
}

/** A file of receipts, compressed with gzip, by the SHA-256 of its bytes before compression; null if there is none. */
export async function readReceiptsFile({ db }: ArchiveReadDeps, sha256: string): Promise<Buffer | null> {
  const file = await findArchiveFile(db, sha256)
  const content = file?.content ?? null
  return content === null ? null : Buffer.from(content, 'base64')
}

/** The document of a rule by its keccak256; null if no published file names it. */
export async function readRuleDocument({ db }: ArchiveReadDeps, hash: string): Promise<string | null> {
  return (await findArchiveRule(db, hash))?.document ?? null
}

/** The newest signed head of the log, with what witnesses said of it; null before the first. */
export async function readCheckpoint({ db }: ArchiveReadDeps): Promise<string | null> {
  const checkpoint = await findLastCheckpoint(db)
  if (checkpoint === null) return null
  const cosignatures = await listCosignatures(db, checkpoint.size)
  return formatNote(checkpoint.text, [checkpoint.line, ...cosignatures.map(({ line }) => line)])
}

/** The bytes of a tile of the log, or of a bundle of its entries; null where the log does not reach so far. */
export async function readTile({ db }: ArchiveReadDeps, { kind, index, width }: TileName): Promise<Buffer | null> {
  const level = kind === 'entries' ? 0 : kind
  if (tileWidth(level, index, await countArchive(db)) < width) return null
  if (kind === 'entries') {
    const entries = await listArchive(db, { from: index * BigInt(TILE_WIDTH), rowsMax: width })
    return Buffer.from(entryBundle(entries))
  }
  const tree = archiveTree(db, (bytes) => createHash('sha256').update(bytes).digest())
  return Buffer.from(joinBytes(await tree.readTile(level, index, width)))
}
