import type { PostedBatch } from './posted-batches.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { ArchiveFileModel, ArchiveRuleModel } from './generated/models.ts'
import { insertNewRows, insertRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/** One final batch in the archive's log, with its file of receipts where it has one. */
export type ArchiveFile = Readonly<ArchiveFileModel>

/** What the index says of it. */
export type ArchiveListing = Omit<ArchiveFile, 'content' | 'publishedAt'>

export type ArchiveRule = Readonly<ArchiveRuleModel>

declare module './engine/tables.ts' {
  interface Rows {
    archive_file: ArchiveFile
    archive_rule: ArchiveRule
  }
}

/** Any number: it must only be the same in every process of Entente. */
const ARCHIVE_LOCK = 4_520_261_130n

/** Lets one transaction at a time add to the log, until it ends. */
export async function lockArchive(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${ARCHIVE_LOCK}::bigint)`
}

/** Final batches above a block that are not in the log yet, whoever formed them, in the order of the chain. */
export async function listBatchesToArchive(
  reader: Reader,
  { aboveBlock, finalizedNumber, rowsMax }: { aboveBlock: bigint; finalizedNumber: bigint; rowsMax: number },
): Promise<PostedBatch[]> {
  return reader.$queryRawUnsafe<PostedBatch[]>(
    `select ${columnList('posted_batch', 'p')} from posted_batch p
     where p.block_number > $1 and p.block_number <= $2
       and not exists (select from archive_file a where a.batch_hash = p.batch_hash)
     order by p.block_number, p.log_index limit $3`,
    aboveBlock,
    finalizedNumber,
    rowsMax,
  )
}

/** Whether any of these batches is in the log. */
export async function isAnyArchived(reader: Reader, batchHashes: readonly string[]): Promise<boolean> {
  return (await reader.archiveFile.count({ where: { batchHash: { in: [...batchHashes] } } })) > 0
}

/** How many entries the log has. */
export async function countArchive(reader: Reader): Promise<bigint> {
  const [last] = await reader.archiveFile.findMany({
    select: { logIndex: true },
    orderBy: { logIndex: 'desc' },
    take: 1,
  })
  return last === undefined ? 0n : last.logIndex + 1n
}

/** Adds entries behind the last one, which was read under the lock. */
export async function insertArchiveFiles(tx: Transaction, files: readonly ArchiveFile[]): Promise<void> {
  await insertNewRows(tx, 'archive_file', files, 'the archive grows under its lock')
}

/** Stores the documents of rules; one that is there already stays as it is. */
export async function insertArchiveRules(tx: Transaction, rules: readonly ArchiveRule[]): Promise<void> {
  await insertRows(tx, 'archive_rule', rules)
}

/** The document of a rule by its hash; null if no published file names it. */
export async function findArchiveRule(reader: Reader, hash: string): Promise<ArchiveRule | null> {
  return reader.archiveRule.findUnique({ where: { hash } })
}

/** A file by the hash of its bytes before compression. */
export async function findArchiveFile(reader: Reader, sha256: string): Promise<ArchiveFile | null> {
  return reader.archiveFile.findUnique({ where: { sha256 } })
}

/** What the index says from a place in the log on, in its order. */
export async function listArchive(
  reader: Reader,
  { from, rowsMax }: { from: bigint; rowsMax: number },
): Promise<ArchiveListing[]> {
  return reader.archiveFile.findMany({
    where: { logIndex: { gte: from } },
    orderBy: { logIndex: 'asc' },
    take: rowsMax,
    select: { logIndex: true, batchHash: true, partnerId: true, firstEntry: true, sha256: true, length: true },
  })
}
