import { readNonceAt } from '../chain/read-account.ts'
import { type ChainHead, readBlockHash, readFinalized } from '../chain/read-head.ts'
import { readRevertReason, readTransactionFate, type TransactionFate } from '../chain/read-transaction-fate.ts'
import { findBatchOfCall, lockBatch, saveBatch } from '../database/batches.ts'
import { findBlock } from '../database/blocks.ts'
import {
  type BoundCall,
  type Call,
  listBoundCalls,
  listCallsToFinalise,
  lockCall,
  saveCall,
} from '../database/calls.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import { type Transaction } from '../database/engine/client.ts'
import { lockLane, saveLane } from '../database/lanes.ts'
import { findPostedBatchInBlock } from '../database/posted-batches.ts'
import { assert } from '../domain/assert.ts'
import { changeEach } from './change-each.ts'
import { type Relayer } from './relayer.ts'

const CALLS_AT_ONCE_MAX = 1_000

type Included = Exclude<TransactionFate, { status: 'not_found' }>

/** Asks what became of the calls on their way, over all their attempts, and believes only what the blocks bear out. */
export async function settleCalls(relayer: Relayer): Promise<boolean> {
  const calls = await listBoundCalls(relayer.database, CALLS_AT_ONCE_MAX)
  if (calls.length === 0) return false
  // Asked first: a nonce that was used in a block that is final by now must show among the receipts asked for after it.
  const finalized = await readFinalized(relayer.chain)
  return changeEach(calls, (each) => settleCall(relayer, each, finalized))
}

/** Marks included calls whose block has become final. */
export async function finaliseCalls(relayer: Relayer): Promise<boolean> {
  const calls = await listCallsToFinalise(relayer.database, relayer.chain.chainId, CALLS_AT_ONCE_MAX)
  return changeEach(calls, async (call) => {
    const isFinal = await relayer.database.transaction(async (tx) => {
      const locked = await lockCall(tx, call.id)
      if (locked?.state !== 'included' || locked.blockHash !== call.blockHash) return false
      await saveCall(tx, { ...locked, state: locked.reason === null ? 'final' : 'failed' })
      return true
    })
    if (!isFinal) return false
    const { id: callId, reason } = call
    relayer.report(reason === null ? { name: 'call_final', callId } : { name: 'call_failed', callId, reason })
    return true
  })
}

async function settleCall(relayer: Relayer, { call, attempts }: BoundCall, finalized: ChainHead): Promise<boolean> {
  const fate = await readTransactionFate(
    relayer.chain,
    attempts.map((attempt) => attempt.hash),
  )
  if (fate.status === 'not_found') return settleMissing(relayer, call, finalized)
  const doubt = await findDoubt(relayer, call, fate)
  if (doubt === 'not_applied_yet') return false
  if (doubt !== null) {
    relayer.report({ name: 'answer_disbelieved', callId: call.id, reason: doubt })
    return false
  }
  const reason = fate.status === 'reverted' ? await nameRevert(relayer, call, fate) : null
  return markIncluded(relayer, call, fate, reason)
}

/** What an endpoint says about an inclusion must agree with the applied block, its events and the lane's nonce in it. */
async function findDoubt(relayer: Relayer, call: Call, fate: Included): Promise<string | null> {
  if (!(await isCanonical(relayer, fate))) return 'not_applied_yet'
  if (call.kind === 'batch') {
    const posted = await findPostedBatchInBlock(relayer.database, fate.blockNumber, fate.hash)
    if (fate.status === 'included' && posted === null) return 'a receipt of success without the event of its batch'
    if (fate.status === 'reverted' && posted !== null) return 'a receipt of failure beside the event of its batch'
  }
  assert(call.laneAddress !== null && call.nonce !== null, 'a bound call has a lane and a nonce')
  const nonce = await readNonceAt(relayer.chain, call.laneAddress, fate.blockHash)
  return nonce > call.nonce ? null : 'a receipt in a block in which the nonce was not used'
}

async function isCanonical(relayer: Relayer, { blockNumber, blockHash }: Included): Promise<boolean> {
  const block = await findBlock(relayer.database, blockNumber)
  if (block !== null) return block.hash === blockHash
  // The indexer passes over final blocks without events of ours, as one in which only a failed call is.
  const cursor = await findChainCursor(relayer.database, relayer.chain.chainId)
  if (cursor === null || blockNumber > cursor.finalizedNumber) return false
  return (await readBlockHash(relayer.chain, blockNumber)) === blockHash
}

async function nameRevert(relayer: Relayer, call: Call, fate: Included): Promise<string> {
  assert(call.laneAddress !== null)
  const { laneAddress: from, to, data, gasLimit: gas } = call
  return (await readRevertReason(relayer.chain, { from, to, data, gas }, fate.blockNumber)) ?? 'reverted'
}

async function markIncluded(relayer: Relayer, call: Call, fate: Included, reason: string | null): Promise<boolean> {
  const { blockNumber, blockHash, gasUsed } = fate
  const isMarked = await relayer.database.transaction(async (tx) => {
    const locked = await lockCall(tx, call.id)
    const block = await findBlock(tx, blockNumber)
    if (locked?.state !== 'bound' || (block !== null && block.hash !== blockHash)) return false
    await saveCall(tx, { ...locked, state: 'included', reason, blockNumber, blockHash, gasUsed })
    if (reason !== null) await releaseBatch(tx, locked)
    return true
  })
  if (!isMarked) return false
  const callId = call.id
  relayer.report(reason === null ? { name: 'call_included', callId } : { name: 'call_failed', callId, reason })
  return true
}

/**
 * No receipt of any attempt. Only when the nonce was used in a final block is it certain that something else took it:
 * then somebody has the lane's key, and nothing more is bound to that lane.
 */
async function settleMissing(relayer: Relayer, call: Call, finalized: ChainHead): Promise<boolean> {
  assert(call.laneAddress !== null && call.nonce !== null, 'a bound call has a lane and a nonce')
  const address = call.laneAddress
  if ((await readNonceAt(relayer.chain, address, finalized.hash)) <= call.nonce) return false
  const reason = `nonce ${call.nonce} was used by a transaction that is not Entente's`
  const isSettled = await relayer.database.transaction(async (tx) => {
    const locked = await lockCall(tx, call.id)
    if (locked?.state !== 'bound') return false
    await saveCall(tx, { ...locked, state: 'failed', reason: 'nonce_used_elsewhere' })
    await releaseBatch(tx, locked)
    await saveLane(tx, { ...(await lockLane(tx, address)), state: 'quarantined', reason })
    return true
  })
  if (!isSettled) return false
  relayer.report({ name: 'call_failed', callId: call.id, reason: 'nonce_used_elsewhere' })
  relayer.report({ name: 'lane_quarantined', lane: address, reason })
  return true
}

/** A batch whose call failed may be bound again, unchanged: the contract's numbering lets one copy take effect. */
async function releaseBatch(tx: Transaction, call: Call): Promise<void> {
  if (call.kind !== 'batch') return
  const batch = await findBatchOfCall(tx, call.id)
  const locked = batch === null ? null : await lockBatch(tx, batch.id, { skipLocked: false })
  if (locked?.state === 'bound') await saveBatch(tx, { ...locked, state: 'signed', callId: null })
}
