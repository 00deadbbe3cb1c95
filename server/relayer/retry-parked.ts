import { batchToSign } from '../chain/batch-typed-data.ts'
import { postBatchCall } from '../chain/post-batch-call.ts'
import { type PartnerOnChain, readPartner } from '../chain/read-partner.ts'
import { simulateCall } from '../chain/simulate-call.ts'
import {
  type Batch,
  listPartnersWithParkedBatches,
  listUnpostedBatches,
  lockBatch,
  type ParkedReason,
  saveBatch,
} from '../database/batches.ts'
import { isHeld } from '../database/unexplained-batches.ts'
import { changeEach } from './change-each.ts'
import { parkBatch, readRefusal } from './park-batch.ts'
import { type Relayer } from './relayer.ts'
import { splitParkedBatch } from './split-batch.ts'

const BATCHES_AT_ONCE_MAX = 1_000

/** Checks whether the reason for parking a batch is gone, and if so lets parked batches continue, in order. */
export async function retryParked(relayer: Relayer): Promise<boolean> {
  return changeEach(await listPartnersWithParkedBatches(relayer.database), async (partnerId) => {
    if (await isHeld(relayer.database, partnerId)) return false
    const onChain = await readPartner(relayer.chain, partnerId)
    const unposted = await listUnpostedBatches(relayer.database, partnerId, BATCHES_AT_ONCE_MAX)
    return retryPartner(relayer, onChain, unposted)
  })
}

async function retryPartner(relayer: Relayer, onChain: PartnerOnChain, unposted: Batch[]): Promise<boolean> {
  let issuable = onChain.issuableNow
  let allowance = onChain.allowance
  let changed = false
  for (const batch of unposted) {
    // The contract has counted it already; only the event has not been applied yet.
    if (batch.firstEntry < onChain.nextEntry) continue
    if (batch.state === 'parked') {
      const obstacle = await findObstacle(relayer, batch, onChain, { issuable, allowance })
      if (obstacle !== null) return (await meetObstacle(relayer, batch, obstacle, issuable)) || changed
      if (!(await liftBatch(relayer, batch))) return changed
      changed = true
    }
    issuable -= batch.credited
    allowance -= batch.credited
  }
  return changed
}

async function findObstacle(
  relayer: Relayer,
  batch: Batch,
  onChain: PartnerOnChain,
  left: { issuable: bigint; allowance: bigint },
): Promise<ParkedReason | null> {
  if (onChain.status === 'left') return 'partner_left'
  if (onChain.status !== 'active') return 'partner_suspended'
  if (batch.credited > 0n && batch.credited > left.allowance) return 'allowance_exhausted'
  if (batch.credited > 0n && batch.credited > left.issuable) return 'daily_limit_reached'
  // Only the next batch can be tried on the chain as it is, and only once it is signed.
  if (batch.firstEntry !== onChain.nextEntry || batch.signature === null) return null
  const call = postBatchCall(relayer.chain, batchToSign(batch), batch.signature)
  const from = relayer.lanes[0]?.signer.address ?? call.to
  const simulated = await simulateCall(relayer.chain, { from, ...call })
  if (simulated.status === 'succeeds') return null
  const meaning = readRefusal(simulated.revert)
  if (meaning === 'sign_again') return 'signer_unavailable'
  return meaning === 'wait' ? null : meaning.park
}

/** Shows the present reason; what was never signed can be cut to what may be issued. */
async function meetObstacle(
  relayer: Relayer,
  batch: Batch,
  obstacle: ParkedReason,
  issuable: bigint,
): Promise<boolean> {
  const isLimit = obstacle === 'allowance_exhausted' || obstacle === 'daily_limit_reached'
  if (isLimit && batch.signature === null && (await splitParkedBatch(relayer, batch, issuable))) return true
  return parkBatch(relayer, batch, obstacle)
}

async function liftBatch(relayer: Relayer, batch: Batch): Promise<boolean> {
  const isLifted = await relayer.database.transaction(async (tx) => {
    const locked = await lockBatch(tx, batch.id)
    if (locked?.state !== 'parked' || locked.batchHash !== batch.batchHash) return false
    const state = locked.signature === null ? 'formed' : 'signed'
    await saveBatch(tx, { ...locked, state, parkedReason: null })
    return true
  })
  if (isLifted) relayer.report({ name: 'batch_lifted', partnerId: batch.partnerId, batchId: batch.id })
  return isLifted
}
