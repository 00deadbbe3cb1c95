import { readFees } from '../chain/read-fees.ts'
import { type ChainHead, readHead } from '../chain/read-head.ts'
import { simulateCall } from '../chain/simulate-call.ts'
import {
  type Call,
  hasUnsettledOperatorCalls,
  listBoundCalls,
  listOpenOperatorCalls,
  lockCall,
  saveCall,
} from '../database/calls.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import { limitGas } from '../domain/fees.ts'
import { type SignedPlan, signPlan, storeFirstAttempt, takeNonce } from './bind-call.ts'
import { capFees, listUsableLanes } from './choose-lane.ts'
import { readExtraGas } from './extra-gas.ts'
import { findLaneSigner, type Relayer } from './relayer.ts'

const CALLS_AT_ONCE_MAX = 16
const BOUND_CALLS_MAX = 1_000

type CallOutcome = 'bound' | 'failed' | 'waits'

/**
 * Gives the operator's calls their nonces, in the order in which they were asked for. One that does not succeed yet waits
 * for those before it, and fails only when all of them are final.
 */
export async function bindOperatorCalls(relayer: Relayer): Promise<boolean> {
  const calls = await listOpenOperatorCalls(relayer.database, CALLS_AT_ONCE_MAX)
  if (calls.length === 0) return false
  const head = await readHead(relayer.chain)
  let changed = false
  for (const call of calls) {
    const outcome = await bindOperatorCall(relayer, call, head)
    if (outcome === 'waits') break
    changed = true
  }
  return changed
}

async function bindOperatorCall(relayer: Relayer, call: Call, head: ChainHead): Promise<CallOutcome> {
  const lane = (await listUsableLanes(relayer, 'operator'))[0]
  const signer = lane === undefined ? null : findLaneSigner(relayer, lane.address)
  if (lane === undefined || signer === null) return 'waits'
  const inFlight = (await listBoundCalls(relayer.database, BOUND_CALLS_MAX)).filter(
    ({ call: bound }) => bound.laneAddress === lane.address,
  ).length
  const fees = capFees(relayer, await readFees(relayer.chain))
  if (fees === null || inFlight >= relayer.limits.laneWindow) return 'waits'
  const simulated = await simulateCall(relayer.chain, { from: signer.address, to: call.to, data: call.data })
  if (simulated.status === 'reverts') {
    // One that is included may be undone by a reorg, and done again: then this one would have been right after all.
    if (await hasUnsettledOperatorCalls(relayer.database)) return 'waits'
    // An endpoint that lags does not know yet what this one needs.
    const cursor = await findChainCursor(relayer.database, relayer.chain.chainId)
    if (cursor !== null && head.number < cursor.processedNumber) return 'waits'
    return failCall(relayer, call, simulated.revert.name)
  }
  const gasLimit = limitGas({ ...simulated, extraGas: await readExtraGas(relayer, call) })
  const { id: callId, to, data } = call
  const plan = { lane, signer, callId, to, data, gasLimit, fees, blockNumber: head.number }
  return bindOpenCall(relayer, await signPlan(relayer, plan))
}

async function bindOpenCall(relayer: Relayer, plan: SignedPlan): Promise<CallOutcome> {
  const { address: laneAddress, nextNonce: nonce } = plan.lane
  const isBound = await relayer.database.transaction(async (tx) => {
    const locked = await lockCall(tx, plan.callId)
    // Another process may have bound it, or one before it, meanwhile: the order is looked at again.
    const [first] = await listOpenOperatorCalls(tx, 1)
    if (locked?.state !== 'open' || first?.id !== locked.id || !(await takeNonce(tx, plan))) return false
    await saveCall(tx, { ...locked, state: 'bound', laneAddress, nonce, gasLimit: plan.gasLimit })
    await storeFirstAttempt(relayer, tx, plan)
    return true
  })
  if (!isBound) return 'waits'
  relayer.report({ name: 'call_bound', callId: plan.callId, lane: laneAddress, nonce })
  return 'bound'
}

/** A call that the contract refuses now never gets a nonce: its requester sees why. */
async function failCall(relayer: Relayer, call: Call, reason: string): Promise<CallOutcome> {
  const isFailed = await relayer.database.transaction(async (tx) => {
    const locked = await lockCall(tx, call.id)
    if (locked?.state !== 'open') return false
    await saveCall(tx, { ...locked, state: 'failed', reason })
    return true
  })
  if (!isFailed) return 'waits'
  relayer.report({ name: 'call_failed', callId: call.id, reason })
  return 'failed'
}
