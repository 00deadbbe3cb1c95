import { batchToSign, hashBatch } from '../chain/batch-typed-data.ts'
import { type Batch, findUnpostedRange, lockUnpostedBatchesDown, saveBatch } from '../database/batches.ts'
import { type Transaction } from '../database/engine/client.ts'
import { listEntriesOfBatch, saveEntries } from '../database/outbox.ts'
import { lockPartner, savePartner } from '../database/partners.ts'
import { findNextFinalEntry } from '../database/posted-batches.ts'
import { listBatchesToPass, listPartnersToPass, saveUnexplainedBatches } from '../database/unexplained-batches.ts'
import { assert } from '../domain/assert.ts'
import { moveEntries } from '../domain/explanations.ts'
import { batchDeadline, composeUnsigned } from './form-batch.ts'
import { type Relayer } from './relayer.ts'

const BATCHES_PER_PAGE = 100

/**
 * Numbers what waits here behind the batches that a partner posted itself, once the operator has released them and they are
 * final: no block can take the old numbers any more. Batches keep their entries, in their order, and are signed anew.
 * False while one of them may still be on its way.
 */
export async function passUnexplained(relayer: Relayer, partnerId: number, finalizedNumber: bigint): Promise<boolean> {
  const moved = await relayer.database.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    assert(partner !== null, 'an adopted batch belongs to a partner')
    // Another one may have been adopted meanwhile.
    if (!(await listPartnersToPass(tx, finalizedNumber)).includes(partnerId)) return null
    const waiting = await findUnpostedRange(tx, partnerId)
    if (waiting?.isBound === true) return null
    const first = waiting?.firstEntry ?? partner.nextEntryNumber
    const next = await findNextFinalEntry(tx, partnerId, finalizedNumber)
    const by = next > first ? next - first : 0n
    if (by > 0n) {
      await renumberBatches(relayer, tx, partnerId, { from: first, by })
      await savePartner(tx, { ...partner, nextEntryNumber: partner.nextEntryNumber + by })
    }
    const passed = await listBatchesToPass(tx, partnerId)
    const passedAt = relayer.clock.now()
    await saveUnexplainedBatches(
      tx,
      passed.map((row) => ({ ...row, passedAt })),
    )
    return by
  })
  if (moved === null) return false
  relayer.report({ name: 'entries_renumbered', partnerId, by: moved })
  return true
}

/** The entries from `from` on move up by `by`. */
interface Move {
  readonly from: bigint
  readonly by: bigint
}

/** From the last batch down, and in each from the last entry down: a number is free before it is given again. */
async function renumberBatches(relayer: Relayer, tx: Transaction, partnerId: number, move: Move): Promise<void> {
  for (let below: bigint | null = null; ;) {
    const page: Batch[] = await lockUnpostedBatchesDown(tx, { partnerId, below, rowsMax: BATCHES_PER_PAGE })
    for (const batch of page) {
      await renumberBatch(relayer, tx, batch, move)
      below = batch.firstEntry
    }
    if (page.length < BATCHES_PER_PAGE) return
  }
}

async function renumberBatch(relayer: Relayer, tx: Transaction, batch: Batch, move: Move): Promise<void> {
  const entries = (await listEntriesOfBatch(tx, batch.id)).map((entry) => {
    assert(entry.entryNumber !== null, 'an entry of a batch has no number')
    // What it reverses may have been renumbered with it.
    const explanation = entry.explanation === null ? null : moveEntries(entry.explanation, move)
    return { ...entry, entryNumber: entry.entryNumber + move.by, explanation }
  })
  await saveEntries(tx, entries.toReversed())
  const unsigned = composeUnsigned(entries, batch.leafVersion)
  const deadline = batchDeadline(relayer)
  const batchHash = hashBatch(batchToSign({ ...unsigned, deadline }))
  const waits = { state: 'parked', parkedReason: 'partner_quarantined', signature: null, callId: null } as const
  await saveBatch(tx, { ...batch, ...unsigned, deadline, batchHash, ...waits })
}
