import { batchToSign, hashBatch } from '../chain/batch-typed-data.ts'
import { type Batch, insertBatch, lockBatch, saveBatch } from '../database/batches.ts'
import { listEntriesOfBatch, type OutboxEntry, saveEntries } from '../database/outbox.ts'
import { composeUnsigned } from './form-batch.ts'
import { type Relayer } from './relayer.ts'

/**
 * Cuts a parked batch that nobody has signed in two: its first entries, as many as `issuable` points allow, and the rest,
 * which stays parked. Every entry keeps its number. False if not even the first entry fits.
 */
export async function splitParkedBatch(relayer: Relayer, batch: Batch, issuable: bigint): Promise<boolean> {
  return relayer.database.transaction(async (tx) => {
    const locked = await lockBatch(tx, batch.id)
    if (locked?.state !== 'parked' || locked.signature !== null || locked.batchHash !== batch.batchHash) return false
    const entries = await listEntriesOfBatch(tx, batch.id)
    const count = countFitting(entries, issuable)
    if (count === 0 || count === entries.length) return false
    const restId = relayer.ids.next()
    const rest = entries.slice(count).map((entry) => ({ ...entry, batchId: restId }))
    const { seq: _seq, ...common } = locked
    await saveBatch(tx, { ...locked, ...compose(locked, entries.slice(0, count)) })
    await insertBatch(tx, { ...common, ...compose(locked, rest), id: restId })
    await saveEntries(tx, rest)
    return true
  })
}

function compose(batch: Batch, entries: readonly OutboxEntry[]) {
  const unsigned = composeUnsigned(entries, batch.leafVersion)
  return { ...unsigned, batchHash: hashBatch(batchToSign({ ...unsigned, deadline: batch.deadline })) }
}

/** How many of the first entries credit at most `issuable`; a recovery stays with the accrual that it follows. */
function countFitting(entries: readonly OutboxEntry[], issuable: bigint): number {
  let credited = 0n
  let count = 0
  for (const [index, entry] of entries.entries()) {
    if (entry.points > 0n) credited += entry.points
    if (credited > issuable) break
    if (entries[index + 1]?.kind !== 'shortfall_recovery') count = index + 1
  }
  return count
}
