import { createHash } from 'node:crypto'

import type { Hex } from 'viem'

import type { EntryMemory } from '../archive/entry-memory.ts'
import type { Archive, IndexEntry } from '../archive/open-archive.ts'
import { readReceiptsFile, type ReceiptsEntry, type ReceiptsFile } from '../archive/receipts-file.ts'
import { receiptsRoot } from '../archive/receipts-root.ts'
import type { Event } from '../contracts.ts'
import type { Collector, Place } from '../findings.ts'
import type { Check, Scene } from '../replay/replay.ts'
import { findPostedBatches, readRecords } from './check-batches.ts'
import { checkExplanation, type Rules } from './check-rules.ts'

/** Checks 3 and 4 over an archive, a batch in memory at a time. */
export function checkReceipts(archive: Archive, { memory, rules }: { memory: EntryMemory; rules: Rules }) {
  const index = new Map<string, IndexEntry>()
  const extra: number[] = []
  for (const [at, entry] of archive.index.entries())
    if (entry === null || index.has(entry.batchHash)) extra.push(at + 1)
    else index.set(entry.batchHash, entry)
  let last = -1
  const unindexed: Unindexed[] = []
  const check: Check = {
    async see(act, scene) {
      if (act.kind !== 'batch') return
      const hash = act.event.args['batchHash'] as string
      const entry = index.get(hash)
      index.delete(hash)
      if (entry === undefined) {
        unindexed.push({ hash, place: scene.place, at: scene.header.timestamp })
        return
      }
      // The index is in the order of the chain: what was left out before this batch was left out for good.
      for (const { hash: missing, place } of unindexed.splice(0)) addMissing(scene.collector, archive, missing, place)
      if (entry.position < last)
        scene.collector.add(
          'receipts_index_order',
          scene.place,
          `Line ${entry.position + 1} of the index of ${archive.name} is out of order.`,
        )
      last = entry.position
      const file = await readFile(archive, entry, scene)
      if (file === null) return
      checkFile(file, act.event, scene)
      for (const receipt of file.entries) {
        checkEntry(receipt, file, memory, scene)
        await checkExplanation(receipt, { header: file.header, memory, rules }, scene)
      }
      memory.flush()
    },
  }
  return {
    check,
    /** Whatever the index has beyond the batches, and the batches beyond the index. `isCut`: the audit ends before the chain does. */
    end(collector: Collector, { endsAt, isCut }: { endsAt: number; isCut: boolean }): void {
      for (const { hash, place, at } of unindexed)
        if (endsAt - at < PUBLISHING_SECONDS)
          collector.notChecked('receipts', 'newest batches', 'an archive has them once their blocks are final')
        else addMissing(collector, archive, hash, place)
      const place = { block: null, transaction: null }
      for (const line of extra)
        collector.add(
          'receipts_extra',
          place,
          `Line ${line} of the index of ${archive.name} cannot be read, or names a batch again.`,
        )
      for (const { batchHash, position } of index.values())
        if (isCut && position > last)
          collector.notChecked('receipts', 'newest entries', 'they may be of batches after the end block asked for')
        else
          collector.add(
            'receipts_extra',
            place,
            `Line ${position + 1} of the index of ${archive.name} has ${batchHash}, which is no batch up to the end block.`,
          )
    },
  }
}

/** The newest batches of a ledger are published when their blocks are final: so long they may be missing at the end. */
export const PUBLISHING_SECONDS = 3_600

interface Unindexed {
  readonly hash: string
  readonly place: Place
  /** Unix seconds of its block. */
  readonly at: number
}

function addMissing(collector: Collector, { name }: Archive, hash: string, place: Place): void {
  collector.add('receipts_missing', place, `${name} has no entry for batch ${hash}.`)
}

async function readFile(
  archive: Archive,
  entry: IndexEntry,
  { collector, place }: Scene,
): Promise<ReceiptsFile | null> {
  const { sha256 } = entry
  if (sha256 === null) {
    const why = 'the operator has no receipts of them: their partners posted them without its server'
    collector.notChecked('receipts', 'batches', why)
    return null
  }
  const bytes = await readBytes(archive, entry, { collector, place })
  if (bytes === null) return null
  const file = readReceiptsFile(bytes)
  if (!('wrong' in file)) return file
  collector.add('receipts_unreadable', place, `${fileName(archive, entry)}, ${file.wrong}.`)
  return null
}

const fileName = ({ name }: Archive, { sha256, batchHash, position }: IndexEntry) =>
  `receipts/${String(sha256)}.jsonl.gz of ${name} (entry ${position} of its log, batch ${batchHash})`

/** The file of an entry that has one, held against what the index says of it. */
export async function readBytes(
  archive: Archive,
  entry: IndexEntry,
  { collector, place }: Pick<Scene, 'collector' | 'place'>,
): Promise<Buffer | null> {
  const { sha256, length } = entry
  const bytes = sha256 === null ? null : await archive.receipts(sha256)
  collector.count('receipts', 'files')
  if (bytes === null) {
    const why = `${fileName(archive, entry)} is not there, or cannot be uncompressed.`
    collector.add('receipts_missing', place, why)
    return null
  }
  const is = createHash('sha256').update(bytes).digest('hex')
  if (is !== sha256 || bytes.length !== length)
    collector.add(
      'receipts_hash_wrong',
      place,
      `${fileName(archive, entry)} has ${bytes.length} bytes with the SHA-256 ${is}; the index says ${length} and ${String(sha256)}.`,
    )
  return bytes
}

function checkFile(file: ReceiptsFile, { contract, args }: Event, scene: Scene): void {
  const { collector, place, coalition } = scene
  const { header, entries } = file
  collector.count('receipts', 'receipts', entries.length)
  const expected = {
    chainId: coalition.chainId,
    issuance: contract.address,
    partnerId: Number(args['partnerId']),
    firstEntry: String(args['firstEntry']),
    entryCount: Number(args['entryCount']),
    receiptsRoot: args['receiptsRoot'],
    batchHash: args['batchHash'],
  }
  const wrong = Object.entries(expected).flatMap(([name, value]) =>
    header[name as keyof typeof expected] === value ? [] : [name],
  )
  const first = BigInt(args['firstEntry'] as string)
  const isNumbered = entries.every(({ entry }, at) => BigInt(entry) === first + BigInt(at))
  if (wrong.length > 0 || !isNumbered || entries.length !== Number(args['entryCount']))
    collector.add(
      'receipts_numbering_wrong',
      place,
      `The file has ${entries.length} entries from ${entries[0]?.entry ?? 'none'} on; the batch has ${String(args['entryCount'])} from ${first} on. Other than the batch's: ${wrong.join(', ') || 'nothing else'}.`,
    )
  const root = receiptsRoot(file)
  if (root !== args['receiptsRoot'])
    collector.add(
      'receipts_root_wrong',
      place,
      `The receipts give the root ${root}; the batch has ${String(args['receiptsRoot'])}.`,
    )
  checkSums(entries, args['batchHash'] as Hex, scene)
}

/** Per member, what is above zero is the credit, and what is below is the debit: they are not netted. */
function checkSums(entries: readonly ReceiptsEntry[], batchHash: Hex, { transaction, collector, place }: Scene): void {
  const [posted] = findPostedBatches(transaction.input, batchHash)
  if (posted === undefined) return
  for (const [name, sign] of [
    ['credits', 1n],
    ['debits', -1n],
  ] as const) {
    const sums = new Map<string, bigint>()
    for (const { account, points } of entries) {
      const own = BigInt(points) * sign
      if (own > 0n) sums.set(account, (sums.get(account) ?? 0n) + own)
    }
    for (const { account, points } of readRecords(posted.message[name]) ?? [])
      sums.set(account, (sums.get(account) ?? 0n) - points)
    for (const [account, left] of sums)
      if (left !== 0n)
        collector.add(
          'receipts_sums_differ',
          place,
          `The receipts of ${account} give ${left} points more of ${name} than the batch.`,
        )
  }
}

/** Commitments are used once. A shortfall that is made up for has that of the purchase that paid it. */
function checkEntry(
  receipt: ReceiptsEntry,
  { header }: ReceiptsFile,
  memory: EntryMemory,
  { collector, place }: Scene,
): void {
  const { entry, order, kind, account } = receipt
  const { partnerId } = header
  const points = BigInt(receipt.points)
  if (kind === 'accrual' ? points < 0n : points > 0n)
    collector.add('receipts_sums_differ', place, `Entry ${entry} is of the kind ${kind}, and has ${points} points.`)
  if (kind === 'shortfall_recovery') {
    if (!memory.isCommitted(partnerId, order))
      collector.add(
        'reversal_unfounded',
        place,
        `Entry ${entry} makes up for a shortfall with a purchase that is not there.`,
      )
    return
  }
  const before = memory.commit(partnerId, order, entry)
  if (before !== null)
    collector.add(
      'commitment_reused',
      place,
      `Entry ${entry} of partner ${partnerId} has the order commitment of entry ${before}.`,
    )
  if (kind === 'accrual') memory.addAccrual(partnerId, entry, { account, remaining: points })
}
