import { OPERATOR_ACCOUNT_CALLS } from '../chain/account-calls.ts'
import { type Revert } from '../chain/decode-revert.ts'
import { readFees } from '../chain/read-fees.ts'
import { type ChainHead, readHead } from '../chain/read-head.ts'
import { simulateCall } from '../chain/simulate-call.ts'
import {
  type Call,
  countInFlight,
  hasUnsettledActsBefore,
  isCallBlocked,
  listOpenLaneCalls,
  lockCall,
  saveCall,
} from '../database/calls.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import { type Lane } from '../database/lanes.ts'
import { PARTNER_REFUSALS } from '../database/redemption-lists.ts'
import { type FeeSuggestion, limitGas } from '../domain/fees.ts'
import { changeEach } from './change-each.ts'
import { type SignedPlan, signPlan, storeFirstAttempt, takeNonce } from './bind-call.ts'
import { capFees, hasRunway, listUsableLanes } from './choose-lane.ts'
import { readExtraGas } from './extra-gas.ts'
import { findLaneSigner, type Relayer } from './relayer.ts'

const CALLS_AT_ONCE_MAX = 64

/** Refusals of the contracts that pass by themselves, or when the operator acts: the call waits in view. */
const PASSING_REFUSALS: readonly string[] = [
  'RedeemingIsPaused',
  'NotTheModule',
  ...PARTNER_REFUSALS,
  'RecoveryNotReady',
]

/** Gives calls of lists, restorations, members' acts and sweeps their nonces, each for itself: one that waits holds up no other. */
export async function bindLaneCalls(relayer: Relayer): Promise<boolean> {
  return bindCalls(relayer, false)
}

/** The same for those that were refused before for a reason that passes; asked less often. */
export async function retryLaneCalls(relayer: Relayer): Promise<boolean> {
  return bindCalls(relayer, true)
}

async function bindCalls(relayer: Relayer, isParked: boolean): Promise<boolean> {
  const freezeAskedBefore = new Date(relayer.clock.now().getTime() - relayer.limits.freezeFoldMs)
  const calls = await listOpenLaneCalls(relayer.database, { isParked, freezeAskedBefore, rowsMax: CALLS_AT_ONCE_MAX })
  if (calls.length === 0) return false
  const head = await readHead(relayer.chain)
  const suggestion = await readFees(relayer.chain)
  return changeEach(calls, (call) => bindCall(relayer, call, { head, suggestion }))
}

async function bindCall(
  relayer: Relayer,
  call: Call,
  { head, suggestion }: { head: ChainHead; suggestion: FeeSuggestion },
): Promise<boolean> {
  const purpose = OPERATOR_ACCOUNT_CALLS.includes(call.name) ? 'operator' : 'batches'
  const lane = await findIdleLane(relayer, purpose)
  const signer = lane === null ? null : findLaneSigner(relayer, lane.address)
  const fees = capFees(relayer, suggestion)
  if (lane === null || signer === null || fees === null) return false
  if (purpose === 'batches' && !(await hasRunway(relayer, lane, { ...suggestion, fees }))) return false
  const { id: callId, to, data } = call
  const simulated = await simulateCall(relayer.chain, { from: signer.address, to, data })
  if (simulated.status === 'reverts') return meetRefusal(relayer, call, head, simulated.revert)
  const gasLimit = limitGas({ ...simulated, extraGas: await readExtraGas(relayer, call) })
  const plan = { lane, signer, callId, to, data, gasLimit, fees, blockNumber: head.number }
  return bindOpenCall(relayer, await signPlan(relayer, plan))
}

/** Each of these calls may take any lane: what keeps them in order is that a later one is not bound before. */
async function findIdleLane(relayer: Relayer, purpose: Lane['purpose']): Promise<Lane | null> {
  const inFlight = await countInFlight(relayer.database)
  const load = (lane: Lane): number => inFlight.get(lane.address) ?? 0
  const usable = (await listUsableLanes(relayer, purpose)).filter((lane) => load(lane) < relayer.limits.laneWindow)
  return usable.toSorted((a, b) => load(a) - load(b))[0] ?? null
}

async function bindOpenCall(relayer: Relayer, plan: SignedPlan): Promise<boolean> {
  const { address: laneAddress, nextNonce: nonce } = plan.lane
  const isBound = await relayer.database.transaction(async (tx) => {
    const locked = await lockCall(tx, plan.callId)
    if (locked?.state !== 'open' || (await isCallBlocked(tx, locked.id)) || !(await takeNonce(tx, plan))) return false
    await saveCall(tx, { ...locked, state: 'bound', reason: null, laneAddress, nonce, gasLimit: plan.gasLimit })
    await storeFirstAttempt(relayer, tx, plan)
    return true
  })
  if (isBound) relayer.report({ name: 'call_bound', callId: plan.callId, lane: laneAddress, nonce })
  return isBound
}

/** What a refusal means: the call waits in view, or it has failed, and its requester sees why. */
async function meetRefusal(relayer: Relayer, call: Call, head: ChainHead, { name: reason }: Revert): Promise<boolean> {
  const isPassing = PASSING_REFUSALS.includes(reason)
  if (!isPassing) {
    // What an earlier act of the member did may be undone by a reorg, and done again.
    if (await hasUnsettledActsBefore(relayer.database, call.id)) return false
    // An endpoint that lags does not know yet what this one needs.
    const cursor = await findChainCursor(relayer.database, relayer.chain.chainId)
    if (cursor !== null && head.number < cursor.processedNumber) return false
  }
  const isChanged = await relayer.database.transaction(async (tx) => {
    const locked = await lockCall(tx, call.id)
    if (locked?.state !== 'open' || (isPassing && locked.reason === reason)) return false
    await saveCall(tx, { ...locked, state: isPassing ? 'open' : 'failed', reason })
    return true
  })
  if (isChanged) relayer.report({ name: isPassing ? 'call_waits' : 'call_failed', callId: call.id, reason })
  return isChanged
}
