import { type Batch, listOrphanedBatches, lockBatch, saveBatch } from '../database/batches.ts'
import { findCall, listAttempts, listOrphanedCalls, lockCall, saveAttempts, saveCall } from '../database/calls.ts'
import { type Transaction } from '../database/engine/client.ts'
import { findPostedBatch } from '../database/posted-batches.ts'
import { findListOfCall, saveRedemptionList } from '../database/redemption-lists.ts'
import { listRestorationsOfCall, saveRestorations } from '../database/restorations.ts'
import { type Relayer } from './relayer.ts'
import { findUpToDateCursor } from './up-to-date.ts'

const ROWS_AT_ONCE_MAX = 100

/**
 * After a reorg, or when the chain lost its tip: calls whose block is gone are on their way again with the bytes that are
 * stored, and batches whose event is gone no longer count as posted.
 */
export async function reopenOrphans(relayer: Relayer): Promise<boolean> {
  if ((await findUpToDateCursor(relayer)) === null) return false
  const calls = await reopenCalls(relayer)
  const batches = await reopenBatches(relayer)
  return calls || batches
}

async function reopenCalls(relayer: Relayer): Promise<boolean> {
  const { database, chain } = relayer
  const ids = await database.transaction(async (tx) => {
    const reopened: string[] = []
    for (const call of await listOrphanedCalls(tx, chain.chainId, ROWS_AT_ONCE_MAX)) {
      const locked = await lockCall(tx, call.id)
      if (locked === null || locked.blockHash !== call.blockHash) continue
      await saveCall(tx, { ...locked, state: 'bound', reason: null, blockNumber: null, blockHash: null, gasUsed: null })
      // Sent anew, and stuck only when it has waited anew.
      const attempts = await listAttempts(tx, [locked.id])
      await saveAttempts(
        tx,
        attempts.map((attempt) => ({ ...attempt, lastSentAt: null })),
      )
      await reopenPurpose(tx, locked.id)
      reopened.push(call.id)
    }
    return reopened
  })
  for (const callId of ids) relayer.report({ name: 'call_reopened', callId })
  return ids.length > 0
}

/** Only a chain that loses what was final takes back what was settled: then its list or restoration is on its way again. */
async function reopenPurpose(tx: Transaction, callId: string): Promise<void> {
  const list = await findListOfCall(tx, callId)
  if (list?.state === 'done') await saveRedemptionList(tx, { ...list, state: 'sent' })
  const done = (await listRestorationsOfCall(tx, callId)).filter(({ state }) => state === 'done')
  await saveRestorations(
    tx,
    done.map((restoration) => ({ ...restoration, state: 'sent' })),
  )
}

async function reopenBatches(relayer: Relayer): Promise<boolean> {
  const reopened = await relayer.database.transaction(async (tx) => {
    const orphans = await listOrphanedBatches(tx, ROWS_AT_ONCE_MAX)
    const outcomes: Batch[] = []
    for (const batch of orphans) if (await reopenBatch(tx, batch)) outcomes.push(batch)
    return outcomes
  })
  for (const { partnerId, id: batchId } of reopened) relayer.report({ name: 'batch_reopened', partnerId, batchId })
  return reopened.length > 0
}

/** It waits for its call again if that has its nonce still before it; otherwise it is bound to a new one. */
async function reopenBatch(tx: Transaction, batch: Batch): Promise<boolean> {
  const locked = await lockBatch(tx, batch.id)
  if (locked?.state !== 'posted' || (await findPostedBatch(tx, locked.batchHash)) !== null) return false
  const call = locked.callId === null ? null : await findCall(tx, locked.callId)
  const isOnItsWay = call?.state === 'bound' || (call?.state === 'included' && call.reason === null)
  await saveBatch(tx, isOnItsWay ? { ...locked, state: 'bound' } : { ...locked, state: 'signed', callId: null })
  return true
}
