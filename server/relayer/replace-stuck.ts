import { readNonce } from '../chain/read-account.ts'
import { bumpFees, readFees } from '../chain/read-fees.ts'
import { readHead } from '../chain/read-head.ts'
import { accessListOf } from '../chain/redemption-access-list.ts'
import { hashRawTransaction } from '../chain/send-raw-transaction.ts'
import { simulateCall } from '../chain/simulate-call.ts'
import { type Attempt, type Call, insertAttempt, listBoundCalls, lockCall, saveCall } from '../database/calls.ts'
import { assert } from '../domain/assert.ts'
import { limitGas } from '../domain/fees.ts'
import { changeEach } from './change-each.ts'
import { readExtraGas } from './extra-gas.ts'
import { findLaneSigner, type Relayer } from './relayer.ts'

const CALLS_AT_ONCE_MAX = 1_000

/**
 * Raises the fees of every lane's lowest open nonce that was sent some time ago: the ones after it cannot be included before it. Time
 * and not blocks, which some chains make five times a second. The new bytes carry the same call; they are stored here and sent
 * by `sendAttempts`.
 */
export async function replaceStuck(relayer: Relayer): Promise<boolean> {
  const bound = await listBoundCalls(relayer.database, CALLS_AT_ONCE_MAX)
  const lowest = bound.filter(({ call }, index) => call.laneAddress !== bound[index - 1]?.call.laneAddress)
  return changeEach(lowest, async ({ call, attempts }) => {
    const newest = attempts.at(-1)
    assert(newest !== undefined, 'a bound call has stored bytes')
    return isStuck(relayer, newest) ? replace(relayer, call, newest) : false
  })
}

/** `createdAt` is when an attempt was first sent: until an endpoint has taken it, it is not stuck. */
function isStuck({ clock, limits }: Relayer, { createdAt, lastSentAt }: Attempt): boolean {
  return lastSentAt !== null && clock.now().getTime() - createdAt.getTime() >= limits.stuckMs
}

async function replace(relayer: Relayer, call: Call, newest: Attempt): Promise<boolean> {
  const { laneAddress: lane, nonce } = call
  assert(lane !== null && nonce !== null, 'a bound call has a lane and a nonce')
  const signer = findLaneSigner(relayer, lane)
  if (signer === null) return false
  // Included, by us or by somebody else: then there is nothing to replace.
  if ((await readNonce(relayer.chain, lane)) > nonce) return false
  const fees = bumpFees(newest, await readFees(relayer.chain))
  if (fees.maxFeePerGas > relayer.limits.feeCapWei) {
    relayer.report({ name: 'lane_waits', lane, reason: 'its stuck transaction has reached the fee cap' })
    return false
  }
  const { to, data } = call
  const chainId = relayer.chain.chainId
  const accessList = accessListOf(relayer.chain, call)
  const gasLimit = await gasLimitNow(relayer, call, lane)
  const raw = await signer.signTransaction({ chainId, nonce, to, data, gas: gasLimit, accessList, ...fees })
  const { number: createdAtBlock } = await readHead(relayer.chain)
  const isStored = await relayer.database.transaction(async (tx) => {
    const locked = await lockCall(tx, call.id)
    if (locked?.state !== 'bound') return false
    const number = newest.number + 1
    const hash = hashRawTransaction(raw)
    const createdAt = relayer.clock.now()
    const isInserted = await insertAttempt(tx, {
      hash,
      callId: call.id,
      number,
      raw,
      ...fees,
      createdAt,
      createdAtBlock,
      lastSentAt: null,
    })
    if (isInserted && locked.gasLimit !== gasLimit) await saveCall(tx, { ...locked, gasLimit })
    return isInserted
  })
  if (isStored) {
    relayer.report({ name: 'call_replaced', callId: call.id, lane, nonce, maxFeePerGas: fees.maxFeePerGas })
  }
  return isStored
}

/**
 * The limit that the call was bound with, or more where it pays for its bytes on the L1: what that takes rises with the L1's price and
 * falls with the chain's own, so an attempt can be stuck for want of gas, and no higher fee helps it. Never less: an older attempt
 * may still be the one that is included.
 */
async function gasLimitNow(relayer: Relayer, call: Call, from: string): Promise<bigint> {
  const { to, data, gasLimit } = call
  assert(gasLimit !== null, 'a bound call has gas')
  if (relayer.chain.fees.model !== 'arbitrum') return gasLimit
  const simulated = await simulateCall(relayer.chain, { from, to, data })
  // Whether it would still succeed is for the contract to say: the nonce is used up in either case.
  if (simulated.status === 'reverts') return gasLimit
  const needed = limitGas({ ...simulated, extraGas: await readExtraGas(relayer, call) })
  return needed > gasLimit ? needed : gasLimit
}
