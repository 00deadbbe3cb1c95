import { ChainError } from '../chain/chain-error.ts'
import { readFinalized } from '../chain/read-head.ts'
import { readNextEntry } from '../chain/read-next-entry.ts'
import { type BatchToConfirm, listBatchesToConfirm, lockBatch, saveBatch } from '../database/batches.ts'
import { type PostedBatch, findPostedBatch } from '../database/posted-batches.ts'
import { changeEach } from './change-each.ts'
import { type Relayer } from './relayer.ts'

const BATCHES_AT_ONCE_MAX = 100

/**
 * Marks batches as posted: their own `BatchPosted` is in an applied block, and in the state of that very block the
 * contract expects an entry past their last one. It does not matter who sent the batch.
 */
export async function confirmBatches(relayer: Relayer): Promise<boolean> {
  const batches = await listBatchesToConfirm(relayer.database, BATCHES_AT_ONCE_MAX)
  return changeEach(batches, (each) => confirmBatch(relayer, each))
}

async function confirmBatch(relayer: Relayer, { batch, posted }: BatchToConfirm): Promise<boolean> {
  const { partnerId, id: batchId } = batch
  const nextEntry = await readNextEntryAfter(relayer, posted)
  if (nextEntry < batch.firstEntry + BigInt(batch.entryCount)) {
    const reason = 'its event is in a block whose state does not know it'
    relayer.report({ name: 'batch_waits', partnerId, batchId, reason })
    return false
  }
  const isPosted = await relayer.database.transaction(async (tx) => {
    const locked = await lockBatch(tx, batchId)
    const event = await findPostedBatch(tx, batch.batchHash)
    const isSame = locked?.batchHash === batch.batchHash && event?.blockHash === posted.blockHash
    if (locked === null || locked.state === 'posted' || !isSame) return false
    await saveBatch(tx, { ...locked, state: 'posted', parkedReason: null })
    return true
  })
  if (isPosted) relayer.report({ name: 'batch_posted', partnerId, batchId })
  return isPosted
}

async function readNextEntryAfter(relayer: Relayer, posted: PostedBatch): Promise<bigint> {
  try {
    return await readNextEntry(relayer.chain, posted.partnerId, posted.blockHash)
  } catch (error) {
    if (!(error instanceof ChainError)) throw error
    // Nodes forget the states of old blocks. Numbers only rise, so a final block that follows it says the same.
    const finalized = await readFinalized(relayer.chain)
    if (finalized.number < posted.blockNumber) throw error
    return readNextEntry(relayer.chain, posted.partnerId, finalized.hash)
  }
}
