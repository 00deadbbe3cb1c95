import { batchToSign, hashBatch } from '../chain/batch-typed-data.ts'
import { type PartnerOnChain, readPartner } from '../chain/read-partner.ts'
import { readFees } from '../chain/read-fees.ts'
import { buildReceiptsTree } from '../chain/receipts-tree.ts'
import { type Batch, insertBatch, type NewBatch, sumUnposted, type Unposted } from '../database/batches.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import { type Transaction } from '../database/engine/client.ts'
import { listKnownHolders } from '../database/movements.ts'
import { appendToOutbox, listBacklogs, listOpenEntries, type OutboxEntry, saveEntries } from '../database/outbox.ts'
import { lockPartner, type Partner, savePartner } from '../database/partners.ts'
import { listOutstandingShortfalls } from '../database/shortfalls.ts'
import { isHeld } from '../database/unexplained-batches.ts'
import { assert } from '../domain/assert.ts'
import { explanationText } from '../domain/explanations.ts'
import { composeRecords, ENTRIES_PER_BATCH_MAX } from '../domain/batches.ts'
import { batchWaitMs, pricePerGas } from '../domain/fees.ts'
import { LEAF_VERSION_NOW, type LeafVersion } from '../domain/receipts.ts'
import { explainEntries } from './explain-entries.ts'
import { type Choice, type Chosen, chooseEntries, type IssuingRoom, type Waiting } from './choose-entries.ts'
import { type Relayer } from './relayer.ts'

/** What forms batches: it signs and sends nothing. */
export type BatchFormer = Pick<Relayer, 'database' | 'chain' | 'clock' | 'ids' | 'limits' | 'report'>

const PRICE_AGE_MS_MAX = 2_000

/** Makes the step that forms at most one batch for every partner whose outbox is full or old enough. */
export function makeFormBatches(): (relayer: BatchFormer) => Promise<boolean> {
  const readPrice = makePriceReader()
  return (relayer) => formBatches(relayer, () => readPrice(relayer))
}

async function formBatches(relayer: BatchFormer, readPrice: () => Promise<bigint>): Promise<boolean> {
  let formed = false
  for (const backlog of await listBacklogs(relayer.database)) {
    const ageMs = relayer.clock.now().getTime() - backlog.oldestRecordedAt.getTime()
    const queued = await sumUnposted(relayer.database, backlog.partnerId, 0n)
    if (!(await isDue(relayer, { entries: backlog.entries, ageMs, queued }, readPrice))) continue
    // Asked before the transaction: nothing is locked while an endpoint thinks.
    const onChain = await readPartner(relayer.chain, backlog.partnerId)
    const batch = await relayer.database.transaction((tx) => formBatch(relayer, tx, backlog.partnerId, queued, onChain))
    if (batch === null) continue
    formed = true
    const { id: batchId, partnerId, entryCount: entries, credited, debited } = batch
    relayer.report({ name: 'batch_formed', partnerId, batchId, entries, points: credited - debited })
    if (batch.parkedReason !== null) {
      relayer.report({ name: 'batch_parked', partnerId, batchId, reason: batch.parkedReason })
    }
  }
  return formed
}

/** Numbers the chosen entries, and stores them with their batch: all of it, or nothing. Null if somebody was faster. */
async function formBatch(
  relayer: BatchFormer,
  tx: Transaction,
  partnerId: number,
  queued: Unposted,
  onChain: PartnerOnChain,
): Promise<Batch | null> {
  const partner = await lockPartner(tx, partnerId, { skipLocked: true })
  // In quarantine entries wait without a number: the partner may use up the next ones at any time.
  if (partner === null || (await isHeld(tx, partnerId))) return null
  const entries = await listOpenEntries(tx, partnerId, ENTRIES_PER_BATCH_MAX)
  const unposted = await sumUnposted(tx, partnerId, onChain.nextEntry)
  if (entries.length === 0 || unposted.waiting > queued.waiting || unposted.parked > queued.parked) return null
  const waiting = await readWaiting(relayer, tx, partner, entries)
  const choice = chooseEntries(waiting, roomOf(onChain, unposted))
  const numbered = await numberEntries(relayer, tx, partner, choice.chosen)
  await savePartner(tx, { ...partner, nextEntryNumber: partner.nextEntryNumber + BigInt(numbered.length) })
  return insertBatch(tx, composeBatch(relayer, numbered, choice))
}

/**
 * By size at once; by age only when the partner's batches do not queue already, so that a backlog makes full ones. How old is asked of
 * the price only for what is old enough at a calm one.
 */
async function isDue(
  { limits }: BatchFormer,
  { entries, ageMs, queued }: { entries: number; ageMs: number; queued: Unposted },
  readPrice: () => Promise<bigint>,
): Promise<boolean> {
  if (entries >= ENTRIES_PER_BATCH_MAX) return true
  if (queued.waiting > 0) return false
  const calmAgeMs = queued.parked > 0 ? limits.parkedBatchAgeMs : limits.batchAgeMs
  if (ageMs < calmAgeMs) return false
  const { batchWaitMsMax: waitMsMax, calmFeeWei } = limits
  // As long as anything waits at any price.
  if (ageMs >= Math.max(calmAgeMs, waitMsMax)) return true
  return ageMs >= batchWaitMs({ ageMs: calmAgeMs, waitMsMax, calmFeeWei }, await readPrice())
}

/** The price per gas, asked for once in a while: every look at what waits would be too often for what endpoints cost. */
function makePriceReader(): (relayer: BatchFormer) => Promise<bigint> {
  let known: { priceWei: bigint; readAtMs: number } | null = null
  return async ({ chain, clock }) => {
    const nowMs = clock.now().getTime()
    if (known === null || nowMs - known.readAtMs >= PRICE_AGE_MS_MAX)
      known = { priceWei: pricePerGas(await readFees(chain)), readAtMs: nowMs }
    return known.priceWei
  }
}

function roomOf(onChain: PartnerOnChain, unposted: Unposted): IssuingRoom {
  return {
    status: onChain.status,
    issuable: onChain.issuableNow - unposted.credited,
    allowance: onChain.allowance - unposted.credited,
    dailyLimit: onChain.dailyLimit,
  }
}

async function readWaiting(
  relayer: BatchFormer,
  tx: Transaction,
  partner: Partner,
  entries: OutboxEntry[],
): Promise<Waiting> {
  const accounts = [...new Set(entries.map((entry) => entry.account))]
  const holders = await listKnownHolders(tx, accounts)
  const cursor = await findChainCursor(tx, relayer.chain.chainId)
  // Only final shortfalls are taken back: one that a reorg undoes would have been taken for nothing.
  const owed =
    partner.returnPolicy === 'carry' && cursor !== null
      ? await listOutstandingShortfalls(tx, {
          partnerId: partner.id,
          accounts,
          finalizedNumber: cursor.finalizedNumber,
        })
      : new Map<string, bigint>()
  return { entries, holders, owed }
}

async function numberEntries(
  relayer: BatchFormer,
  tx: Transaction,
  partner: Partner,
  chosen: readonly Chosen[],
): Promise<OutboxEntry[]> {
  const batchId = relayer.ids.next()
  let number = partner.nextEntryNumber
  const taken: OutboxEntry[] = []
  const recoveries: Omit<OutboxEntry, 'seq'>[] = []
  for (const { entry, recovered } of chosen) {
    const takenFrom = number
    taken.push({ ...entry, batchId, entryNumber: number++ })
    if (recovered === 0n) continue
    // The member sees the debt beside the purchase that paid it: same source, same commitment, its own number.
    const { seq: _seq, ...explained } = entry
    const recordedAt = relayer.clock.now()
    const kind = 'shortfall_recovery'
    const id = relayer.ids.next()
    const explanation = explanationText({ kind, takenFrom })
    const numbered = { batchId, entryNumber: number++, explanation }
    recoveries.push({ ...explained, id, kind, points: -recovered, recordedAt, ...numbered })
  }
  const kept = await explainEntries(tx, partner.id, taken)
  await saveEntries(tx, kept)
  const appended = recoveries.length > 0 ? await appendToOutbox(tx, recoveries) : []
  return [...kept, ...appended].toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1))
}

function composeBatch(relayer: BatchFormer, entries: readonly OutboxEntry[], choice: Choice): NewBatch {
  const first = entries[0]
  assert(first !== undefined && first.batchId !== null)
  const unsigned = composeUnsigned(entries, LEAF_VERSION_NOW)
  const deadline = batchDeadline(relayer)
  return {
    id: first.batchId,
    ...unsigned,
    deadline,
    batchHash: hashBatch(batchToSign({ ...unsigned, deadline })),
    signature: null,
    state: choice.parkedReason === null ? 'formed' : 'parked',
    parkedReason: choice.parkedReason,
    callId: null,
    createdAt: relayer.clock.now(),
  }
}

/** What numbered entries are on chain: their range, receipts root and records. */
export function composeUnsigned(entries: readonly OutboxEntry[], leafVersion: LeafVersion) {
  const first = entries[0]
  assert(first !== undefined)
  const { credits, debits, credited, debited } = composeRecords(entries)
  return {
    partnerId: first.partnerId,
    firstEntry: numberOf(first),
    entryCount: entries.length,
    receiptsRoot: buildReceiptsTree(entries, leafVersion).root,
    leafVersion,
    credits,
    debits,
    credited,
    debited,
  }
}

/** Until when a batch that is formed now may be posted. */
export function batchDeadline({ clock, limits }: Pick<Relayer, 'clock' | 'limits'>): Date {
  return wholeSeconds(new Date(clock.now().getTime() + limits.batchLifetimeMs))
}

/** A moment without its milliseconds, as deadlines are stored and signed. */
export function wholeSeconds(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / 1000) * 1000)
}

function numberOf(entry: OutboxEntry): bigint {
  assert(entry.entryNumber !== null, 'an entry of a batch has no number')
  return entry.entryNumber
}
