import { accessListOf } from '../chain/redemption-access-list.ts'
import { hashRawTransaction } from '../chain/send-raw-transaction.ts'
import { type LaneSigner } from '../chain/signer.ts'
import { insertAttempt } from '../database/calls.ts'
import { type Transaction } from '../database/engine/client.ts'
import { type Lane, lockLane, saveLane } from '../database/lanes.ts'
import { assert } from '../domain/assert.ts'
import { type Fees } from '../domain/fees.ts'
import { type Relayer } from './relayer.ts'

/** Everything that is decided about a call before it gets its nonce. */
export interface BindingPlan {
  lane: Lane
  signer: LaneSigner
  callId: string
  to: string
  data: string
  gasLimit: bigint
  fees: Fees
  blockNumber: bigint
}

/** A signed first attempt, not stored yet: until it is, these bytes are never sent. */
export interface SignedPlan extends BindingPlan {
  raw: string
  hash: string
}

/** Signs the first attempt with the nonce that the lane would give next. Nothing is locked while the key is asked. */
export async function signPlan(relayer: Relayer, plan: BindingPlan): Promise<SignedPlan> {
  const raw = await plan.signer.signTransaction({
    chainId: relayer.chain.chainId,
    nonce: plan.lane.nextNonce,
    to: plan.to,
    data: plan.data,
    gas: plan.gasLimit,
    accessList: accessListOf(relayer.chain, plan),
    maxFeePerGas: plan.fees.maxFeePerGas,
    maxPriorityFeePerGas: plan.fees.maxPriorityFeePerGas,
  })
  return { ...plan, raw, hash: hashRawTransaction(raw) }
}

/**
 * Gives the call its nonce: inside the caller's transaction, which stores the call too, so that a nonce without a call or
 * a call without bytes cannot be. False if the lane gave that nonce away meanwhile; then the bytes are thrown away unsent.
 */
export async function takeNonce(tx: Transaction, plan: SignedPlan): Promise<boolean> {
  const lane = await lockLane(tx, plan.lane.address)
  if (lane.state !== 'active' || lane.nextNonce !== plan.lane.nextNonce) return false
  await saveLane(tx, { ...lane, nextNonce: lane.nextNonce + 1 })
  return true
}

/** Stores the first attempt of a call that was stored in the same transaction. */
export async function storeFirstAttempt(relayer: Relayer, tx: Transaction, plan: SignedPlan): Promise<void> {
  const isStored = await insertAttempt(tx, {
    hash: plan.hash,
    callId: plan.callId,
    number: 1,
    raw: plan.raw,
    maxFeePerGas: plan.fees.maxFeePerGas,
    maxPriorityFeePerGas: plan.fees.maxPriorityFeePerGas,
    createdAt: relayer.clock.now(),
    createdAtBlock: plan.blockNumber,
    lastSentAt: null,
  })
  assert(isStored, 'a new call has an attempt already')
}
