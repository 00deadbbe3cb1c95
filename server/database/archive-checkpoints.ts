import type { Reader, Transaction } from './engine/client.ts'
import type { ArchiveCheckpointModel, ArchiveCosignatureModel } from './generated/models.ts'
import { insertRows } from './engine/save-rows.ts'

/** The head of the archive's log, as it was signed. */
export type ArchiveCheckpoint = Readonly<ArchiveCheckpointModel>

/** What a witness said of a checkpoint. */
export type ArchiveCosignature = Readonly<ArchiveCosignatureModel>

declare module './engine/tables.ts' {
  interface Rows {
    archive_checkpoint: ArchiveCheckpoint
    archive_cosignature: ArchiveCosignature
  }
}

/** Stores a checkpoint; the first one of its size stays. */
export async function insertCheckpoint(tx: Transaction, checkpoint: ArchiveCheckpoint): Promise<boolean> {
  return (await insertRows(tx, 'archive_checkpoint', [checkpoint])).length === 1
}

/** Stores what a witness said; its first answer about a checkpoint stays. */
export async function insertCosignature(tx: Transaction, cosignature: ArchiveCosignature): Promise<void> {
  await insertRows(tx, 'archive_cosignature', [cosignature])
}

/** The newest checkpoint; null before the first. */
export async function findLastCheckpoint(reader: Reader): Promise<ArchiveCheckpoint | null> {
  return reader.archiveCheckpoint.findFirst({ orderBy: { size: 'desc' } })
}

/** What witnesses said of the checkpoint of a size. */
export async function listCosignatures(reader: Reader, size: bigint): Promise<ArchiveCosignature[]> {
  return reader.archiveCosignature.findMany({ where: { size }, orderBy: { witness: 'asc' } })
}

/** The largest size that a witness has cosigned; null if it never did. */
export async function findCosignedSize(reader: Reader, witness: string): Promise<bigint | null> {
  const last = await reader.archiveCosignature.findFirst({ where: { witness }, orderBy: { size: 'desc' } })
  return last?.size ?? null
}
