import { createHash } from 'node:crypto'

import { hashText } from '../chain/receipts-tree.ts'
import { sha256 as hash } from '../chain/note-signer.ts'
import {
  type ArchiveFile,
  countArchive,
  insertArchiveFiles,
  insertArchiveRules,
  isAnyArchived,
  listBatchesToArchive,
  lockArchive,
} from '../database/archive-files.ts'
import { keepFullTiles } from '../database/archive-tree.ts'
import { type Batch, listBatchesByHashes } from '../database/batches.ts'
import { listEarningRules } from '../database/earning-rules.ts'
import { noteEvents } from '../database/feed-events.ts'
import { listEntriesOfBatch } from '../database/outbox.ts'
import { listRuleDocuments } from '../database/programme-rules.ts'
import { type PostedBatch } from '../database/posted-batches.ts'
import { receiptsFile, rulesNamed } from '../domain/archive/receipts-file.ts'
import { assert } from '../domain/assert.ts'
import { ruleDocument } from '../domain/explanations.ts'
import { makeFinalLook } from './look-at-final.ts'
import { type Relayer } from './relayer.ts'

/** So many batches at once: each has up to some thousand entries. */
const BATCHES_AT_ONCE_MAX = 20

/** An entry of the log without its place, and the rules that its file names. */
interface Prepared {
  readonly file: Omit<ArchiveFile, 'logIndex' | 'publishedAt'>
  readonly batch: Batch | null
  readonly rules: readonly string[]
}

/**
 * Makes the step that adds final batches to the archive's log, in the order of the chain, each with its file of receipts. One that was
 * not formed here has no file, and the log says so. Only up to which block everything was looked at is remembered.
 */
export function makePublishArchive(): (relayer: Relayer) => Promise<boolean> {
  const lookAtFinal = makeFinalLook()
  return async (relayer) => {
    const look = await lookAtFinal(relayer)
    if (look === null) return false
    const { aboveBlock, finalizedNumber } = look
    const asked = { aboveBlock, finalizedNumber, rowsMax: BATCHES_AT_ONCE_MAX }
    const found = await listBatchesToArchive(relayer.database, asked)
    if (found.length > 0) await publish(relayer, found)
    if (found.length < BATCHES_AT_ONCE_MAX) look.done()
    return found.length > 0
  }
}

async function publish(relayer: Relayer, posted: readonly PostedBatch[]): Promise<void> {
  const { database } = relayer
  const hashes = posted.map(({ batchHash }) => batchHash)
  const own = new Map((await listBatchesByHashes(database, hashes)).map((batch) => [batch.batchHash, batch]))
  const prepared: Prepared[] = []
  for (const event of posted) prepared.push(await prepare(relayer, event, own.get(event.batchHash) ?? null))
  const partnerIds = [...new Set(posted.map(({ partnerId }) => partnerId))]
  const documents = await documentsOf(relayer, partnerIds, new Set(prepared.flatMap(({ rules }) => rules)))
  const publishedAt = relayer.clock.now()
  const added = await database.transaction(async (tx) => {
    await lockArchive(tx)
    // Another process was faster: what it left is found at the next look.
    if (await isAnyArchived(tx, hashes)) return null
    const from = await countArchive(tx)
    const files = prepared.map(({ file }, at) => ({ ...file, logIndex: from + BigInt(at), publishedAt }))
    await insertArchiveFiles(tx, files)
    await keepFullTiles(tx, hash, { from, until: from + BigInt(files.length) })
    await insertArchiveRules(tx, documents)
    noteEvents(
      tx,
      prepared.flatMap(({ batch }, at) => {
        const file = files[at]
        return batch === null || file === undefined ? [] : publishedEvent(batch, file)
      }),
    )
    return files
  })
  for (const { partnerId, logIndex, length } of added ?? [])
    relayer.report({ name: 'archive_published', partnerId, logIndex, bytes: length })
}

async function prepare(relayer: Relayer, event: PostedBatch, batch: Batch | null): Promise<Prepared> {
  const { batchHash, partnerId, firstEntry } = event
  const named = { batchHash, partnerId, firstEntry }
  if (batch === null) return { file: { ...named, sha256: null, length: 0, content: null }, batch, rules: [] }
  const entries = await listEntriesOfBatch(relayer.database, batch.id)
  const { chainId, addresses } = relayer.chain
  const bytes = Buffer.from(receiptsFile({ chainId, issuance: addresses.issuance }, batch, entries))
  const content = (await relayer.archive.compress(bytes)).toString('base64')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const rules = rulesNamed(entries.map(({ explanation }) => explanation))
  return { file: { ...named, sha256, length: bytes.length, content }, batch, rules }
}

/** The documents of the rules that are named: each is of one of the partners. */
async function documentsOf({ database }: Relayer, partnerIds: readonly number[], named: ReadonlySet<string>) {
  if (named.size === 0) return []
  const linear = (await listEarningRules(database, partnerIds)).map(ruleDocument)
  const further = await listRuleDocuments(database, partnerIds)
  const rules = [...linear, ...further].map((document) => ({ hash: hashText(document), document }))
  const documents = rules.filter(({ hash: name }) => named.has(name))
  assert(documents.length === named.size, 'an explanation names rules that are there')
  return documents
}

function publishedEvent(batch: Batch, { logIndex, sha256, length, publishedAt, ...file }: ArchiveFile) {
  const { batchHash, partnerId, firstEntry } = file
  const named = { batchId: batch.id, batchHash, firstEntry: String(firstEntry), entries: String(batch.entryCount) }
  return [
    {
      partnerId,
      type: 'archive.file.published' as const,
      objectId: batch.id,
      data: { ...named, sha256, length: String(length), logIndex: String(logIndex) },
      at: publishedAt,
    },
  ]
}
