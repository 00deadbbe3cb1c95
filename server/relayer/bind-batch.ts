import { batchToSign } from '../chain/batch-typed-data.ts'
import { postBatchCall } from '../chain/post-batch-call.ts'
import { readFees } from '../chain/read-fees.ts'
import { type ChainHead, readHead } from '../chain/read-head.ts'
import { simulateCall } from '../chain/simulate-call.ts'
import { type Batch, listNextBatches, lockBatch, saveBatch } from '../database/batches.ts'
import { insertCall } from '../database/calls.ts'
import { lockPartner } from '../database/partners.ts'
import { isHeld } from '../database/unexplained-batches.ts'
import { assert } from '../domain/assert.ts'
import { type FeeSuggestion, limitGas } from '../domain/fees.ts'
import { type BindingPlan, type SignedPlan, signPlan, storeFirstAttempt, takeNonce } from './bind-call.ts'
import { capFees, chooseLane, hasRunway } from './choose-lane.ts'
import { parkBatch, readRefusal } from './park-batch.ts'
import { findLaneSigner, type Relayer } from './relayer.ts'

/** Gives every partner's next batch a nonce, if it is signed and would succeed on top of the newest block. */
export async function bindBatches(relayer: Relayer): Promise<boolean> {
  const batches = (await listNextBatches(relayer.database)).filter((batch) => batch.state === 'signed')
  if (batches.length === 0) return false
  const head = await readHead(relayer.chain)
  const suggestion = await readFees(relayer.chain)
  let changed = false
  for (const batch of batches) {
    if (endsTooSoon(relayer, batch, head)) continue
    const plan = await planBatch(relayer, batch, { head, suggestion })
    if (plan === 'parked') changed = true
    else if (plan !== null) changed = (await bindBatch(relayer, batch, await signPlan(relayer, plan))) || changed
  }
  return changed
}

function endsTooSoon(relayer: Relayer, batch: Batch, head: ChainHead): boolean {
  return batch.deadline.getTime() < Number(head.timestamp) * 1000 + relayer.limits.deadlineMarginMs
}

/** Decides lane, gas and fees. Null while something is in the way that passes by itself. */
async function planBatch(
  relayer: Relayer,
  batch: Batch,
  { head, suggestion }: { head: ChainHead; suggestion: FeeSuggestion },
): Promise<BindingPlan | 'parked' | null> {
  assert(batch.signature !== null, 'a signed batch has a signature')
  const lane = await chooseLane(relayer, batch.partnerId)
  const signer = lane === null ? null : findLaneSigner(relayer, lane.address)
  if (lane === null || signer === null) return null
  const fees = capFees(relayer, suggestion)
  if (fees === null) {
    relayer.report({ name: 'lane_waits', lane: lane.address, reason: 'the chain asks for more than the fee cap' })
    return null
  }
  if (!(await hasRunway(relayer, lane, { ...suggestion, fees }))) return null
  const call = postBatchCall(relayer.chain, batchToSign(batch), batch.signature)
  const simulated = await simulateCall(relayer.chain, { from: signer.address, ...call })
  if (simulated.status === 'reverts') {
    const { partnerId, id: batchId } = batch
    relayer.report({ name: 'batch_waits', partnerId, batchId, reason: simulated.revert.name })
    const meaning = readRefusal(simulated.revert)
    if (meaning === 'wait') return null
    const reason = meaning === 'sign_again' ? 'signer_unavailable' : meaning.park
    return (await parkBatch(relayer, batch, reason)) ? 'parked' : null
  }
  const gasLimit = limitGas(simulated)
  return { lane, signer, callId: relayer.ids.next(), ...call, gasLimit, fees, blockNumber: head.number }
}

/** One transaction: the batch is bound, its call has a nonce, and the bytes are stored. Or nothing happened. */
async function bindBatch(relayer: Relayer, batch: Batch, plan: SignedPlan): Promise<boolean> {
  const isBound = await relayer.database.transaction(async (tx) => {
    // Binding another batch of this partner waits here.
    await lockPartner(tx, batch.partnerId)
    if (await isHeld(tx, batch.partnerId)) return false
    const next = (await listNextBatches(tx)).find((other) => other.partnerId === batch.partnerId)
    if (next?.id !== batch.id || next.state !== 'signed' || next.signature !== batch.signature) return false
    const locked = await lockBatch(tx, batch.id)
    if (locked === null || !(await takeNonce(tx, plan))) return false
    await insertCall(tx, {
      id: plan.callId,
      kind: 'batch',
      name: 'post_batch',
      partnerId: batch.partnerId,
      to: plan.to,
      data: plan.data,
      gasLimit: plan.gasLimit,
      laneAddress: plan.lane.address,
      nonce: plan.lane.nextNonce,
      state: 'bound',
      reason: null,
      blockNumber: null,
      blockHash: null,
      gasUsed: null,
      createdAt: relayer.clock.now(),
    })
    await storeFirstAttempt(relayer, tx, plan)
    await saveBatch(tx, { ...locked, state: 'bound', callId: plan.callId })
    return true
  })
  const { address: lane, nextNonce: nonce } = plan.lane
  if (isBound) relayer.report({ name: 'call_bound', callId: plan.callId, lane, nonce })
  return isBound
}
