import { readNonce } from '../chain/read-account.ts'
import { bumpFees, readFees } from '../chain/read-fees.ts'
import { readHead } from '../chain/read-head.ts'
import { accessListOf } from '../chain/redemption-access-list.ts'
import { hashRawTransaction } from '../chain/send-raw-transaction.ts'
import { type Attempt, type BoundCall, insertAttempt, listBoundCalls, lockCall } from '../database/calls.ts'
import { assert } from '../domain/assert.ts'
import { changeEach } from './change-each.ts'
import { findLaneSigner, type Relayer } from './relayer.ts'

const CALLS_AT_ONCE_MAX = 1_000

/**
 * Raises the fees of every lane's lowest open nonce that was sent many blocks ago: the ones after it cannot be included
 * before it. The new bytes carry the same call; they are stored here and sent by `sendAttempts`.
 */
export async function replaceStuck(relayer: Relayer): Promise<boolean> {
  const bound = await listBoundCalls(relayer.database, CALLS_AT_ONCE_MAX)
  const lowest = bound.filter(({ call }, index) => call.laneAddress !== bound[index - 1]?.call.laneAddress)
  if (lowest.length === 0) return false
  const { number: headNumber } = await readHead(relayer.chain)
  return changeEach(lowest, async (each) => {
    const newest = each.attempts.at(-1)
    assert(newest !== undefined, 'a bound call has stored bytes')
    if (newest.lastSentAt === null || headNumber < newest.createdAtBlock + relayer.limits.stuckBlocks) return false
    return replace(relayer, each, newest, headNumber)
  })
}

async function replace(
  relayer: Relayer,
  { call }: BoundCall,
  newest: Attempt,
  createdAtBlock: bigint,
): Promise<boolean> {
  const { laneAddress: lane, nonce, gasLimit } = call
  assert(lane !== null && nonce !== null && gasLimit !== null, 'a bound call has a lane, a nonce and gas')
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
  const raw = await signer.signTransaction({ chainId, nonce, to, data, gas: gasLimit, accessList, ...fees })
  const isStored = await relayer.database.transaction(async (tx) => {
    const locked = await lockCall(tx, call.id)
    if (locked?.state !== 'bound') return false
    const number = newest.number + 1
    const hash = hashRawTransaction(raw)
    const createdAt = relayer.clock.now()
    return insertAttempt(tx, {
      hash,
      callId: call.id,
      number,
      raw,
      ...fees,
      createdAt,
      createdAtBlock,
      lastSentAt: null,
    })
  })
  if (isStored) {
    relayer.report({ name: 'call_replaced', callId: call.id, lane, nonce, maxFeePerGas: fees.maxFeePerGas })
  }
  return isStored
}
