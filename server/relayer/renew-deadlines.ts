import { batchToSign, hashBatch } from '../chain/batch-typed-data.ts'
import { type ChainHead, readFinalized } from '../chain/read-head.ts'
import { readNextEntry } from '../chain/read-next-entry.ts'
import { type Batch, listExpiredBatches, lockBatch, saveBatch } from '../database/batches.ts'
import { changeEach } from './change-each.ts'
import { wholeSeconds } from './form-batch.ts'
import { type Relayer } from './relayer.ts'

const BATCHES_AT_ONCE_MAX = 100

/**
 * Has batches signed anew whose signature ended before they were posted. Only once a final block is past the old deadline
 * and the contract still expects the batch there: then no block can ever take the old signature, and the batch gets a
 * new name on chain without two names ever being alive.
 */
export async function renewDeadlines(relayer: Relayer): Promise<boolean> {
  const now = relayer.clock.now()
  const expiring = new Date(now.getTime() + relayer.limits.deadlineMarginMs)
  if ((await listExpiredBatches(relayer.database, expiring, 1)).length === 0) return false
  const finalized = await readFinalized(relayer.chain)
  const finalTime = new Date(Number(finalized.timestamp) * 1000)
  const expired = await listExpiredBatches(relayer.database, finalTime, BATCHES_AT_ONCE_MAX)
  return changeEach(expired, (batch) => renewDeadline(relayer, batch, finalized, finalTime))
}

async function renewDeadline(relayer: Relayer, batch: Batch, finalized: ChainHead, finalTime: Date): Promise<boolean> {
  const nextEntry = await readNextEntry(relayer.chain, batch.partnerId, finalized.hash)
  // It was posted: the indexer will show it.
  if (nextEntry > batch.firstEntry) return false
  const later = Math.max(relayer.clock.now().getTime(), finalTime.getTime())
  const deadline = wholeSeconds(new Date(later + relayer.limits.batchLifetimeMs))
  const isRenewed = await relayer.database.transaction(async (tx) => {
    const locked = await lockBatch(tx, batch.id)
    if (locked === null || locked.batchHash !== batch.batchHash || locked.state !== batch.state) return false
    const state = locked.state === 'parked' ? 'parked' : 'formed'
    const batchHash = hashBatch(batchToSign({ ...locked, deadline }))
    await saveBatch(tx, { ...locked, deadline, batchHash, signature: null, state })
    return true
  })
  if (isRenewed) relayer.report({ name: 'batch_renewed', partnerId: batch.partnerId, batchId: batch.id })
  return isRenewed
}
