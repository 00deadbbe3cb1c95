import { readHead } from '../chain/read-head.ts'
import { readRestoredOf } from '../chain/read-redemption.ts'
import { restoreCall } from '../chain/redemption-calls.ts'
import { restorationTypedData } from '../chain/redemption-typed-data.ts'
import { hasListsOnTheWay } from '../database/calls.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import type { Reader, Transaction } from '../database/engine/client.ts'
import { lockPartner } from '../database/partners.ts'
import { findBurn, type RedemptionEvent, sumRestored } from '../database/redemption-events.ts'
import { findRedemption, isSigned, type SignedRedemption } from '../database/redemptions.ts'
import {
  listRestorationParts,
  listRestorationsOfCall,
  listRestorationsToSend,
  lockRestorations,
  type Restoration,
  type RestorationToSend,
  saveRestorations,
  sumDoneRestorations,
} from '../database/restorations.ts'
import { assert } from '../domain/assert.ts'
import { orderOf, RESTORE_DAYS_MAX } from '../domain/redemption-order.ts'
import { dayOf } from '../domain/utc-days.ts'
import { changeEach } from './change-each.ts'
import { proveSpent } from './prove-spent.ts'
import { type Relayer } from './relayer.ts'
import { isRetryDue } from './retry-pause.ts'
import { askPartner, openCall } from './sign-redemption-list.ts'

const RESTORATIONS_AT_ONCE_MAX = 100

/**
 * Builds, has signed and sends restorations, once no list of their partner is on its way: the proof ends in the chain of
 * the day, which every list moves.
 */
export async function sendRestorations(relayer: Relayer): Promise<boolean> {
  const due = await listDueRestorations(relayer, RESTORATIONS_AT_ONCE_MAX)
  return changeEach(due, (restoration) => sendRestoration(relayer, restoration))
}

/**
 * Restorations that are tried now, one for each order. It stands for all parts of its order that wait: what was given back in parts
 * within a short while costs one transaction.
 */
export async function listDueRestorations(relayer: Relayer, rowsMax: number): Promise<RestorationToSend[]> {
  const askedBefore = new Date(relayer.clock.now().getTime() - relayer.limits.restorationFoldMs)
  const waiting = await listRestorationsToSend(relayer.database, { askedBefore, rowsMax })
  return waiting.filter(({ recordedAt, triedAt }) => isRetryDue(relayer, { since: recordedAt, last: triedAt }))
}

async function sendRestoration(relayer: Relayer, restoration: RestorationToSend): Promise<boolean> {
  const { database, chain } = relayer
  const redemption = await findRedemption(database, restoration.redemptionId)
  assert(redemption !== null && isSigned(redemption), 'a restoration belongs to a redemption that was burned')
  const burn = await findBurn(database, redemption)
  if (burn === null) return false
  const day = dayOf(burn.includedAt)
  const { timestamp } = await readHead(chain)
  if (dayOf(new Date(Number(timestamp) * 1000)) - day > RESTORE_DAYS_MAX) {
    return endParts(relayer, restoration, await listRestorationParts(database, restoration), 'restoration_out_of_time')
  }
  // Parts whose call has just failed come back one by one; only all of them are what that call would have given back.
  if (restoration.callId !== null && (await hasSentParts(database, restoration.callId))) return false
  const parts = await listRestorationParts(database, restoration)
  const points = parts.reduce((sum, part) => sum + part.points, 0n)
  const before = await readRestoredBefore(relayer, { ...restoration, points }, redemption)
  if (before === 'waits') return false
  // Anyone who saw the call could have posted its contents; then it is done.
  if (before === 'done') return endParts(relayer, restoration, parts, null)
  if (before === 'elsewhere') return endParts(relayer, restoration, parts, 'restored_elsewhere')
  if (await hasListsOnTheWay(database, restoration.partnerId)) return false
  return build(relayer, { restoration, parts, points, redemption, burn, restoredBefore: before })
}

async function hasSentParts(reader: Reader, callId: string): Promise<boolean> {
  return (await listRestorationsOfCall(reader, callId)).some(({ state }) => state === 'sent')
}

/**
 * What came back of the order before this restoration: what the others that are done gave back, and nothing else. More than
 * that means that this one, with the parts that were sent with it, was posted by somebody, or that the partner restores by other means too.
 */
async function readRestoredBefore(
  { database, chain }: Relayer,
  restoration: Pick<RestorationToSend, 'points' | 'callId'>,
  { orderHash, id }: SignedRedemption,
): Promise<bigint | 'waits' | 'done' | 'elsewhere'> {
  const cursor = await findChainCursor(database, chain.chainId)
  if (cursor === null) return 'waits'
  const [onChain, final, done] = [
    await readRestoredOf(chain, orderHash),
    await sumRestored(database, orderHash, cursor.finalizedNumber),
    await sumDoneRestorations(database, id),
  ]
  if (onChain !== final) return 'waits'
  if (onChain === done) return done
  return onChain === done + restoration.points && restoration.callId !== null ? 'done' : 'elsewhere'
}

async function build(
  relayer: Relayer,
  built: {
    restoration: RestorationToSend
    parts: readonly Restoration[]
    /** Of all parts. */
    points: bigint
    redemption: SignedRedemption
    burn: RedemptionEvent
    restoredBefore: bigint
  },
): Promise<boolean> {
  const { restoration, parts, points, redemption, burn, restoredBefore } = built
  const { partnerId, id } = restoration
  const proof = await proveSpent(relayer, { burn, orderHash: redemption.orderHash })
  if (typeof proof === 'string') {
    if (proof === 'history_unknown') return endParts(relayer, restoration, parts, proof)
    relayer.report({ name: 'restoration_waits', restorationId: id, reason: proof })
    return false
  }
  const toSign = { partnerId, orderHash: redemption.orderHash, points, restoredBefore }
  const partnerSignature = await askPartner(relayer, partnerId, restorationTypedData(relayer.chain, toSign))
  if (partnerSignature === null) return false
  const call = restoreCall(relayer.chain, { order: orderOf(redemption), points, proof, partnerSignature })
  const isSent = await relayer.database.transaction(async (tx) => {
    await lockPartner(tx, partnerId)
    const locked = await lockWaitingParts(tx, restoration, parts)
    if (locked === null || (await hasListsOnTheWay(tx, partnerId))) return false
    const callId = await openCall(relayer, tx, { kind: 'redemption', name: 'restore', partnerId, ...call })
    await saveRestorations(
      tx,
      locked.map((part) => ({ ...part, state: 'sent', callId })),
    )
    return true
  })
  if (isSent) for (const part of parts) relayer.report({ name: 'restoration_sent', restorationId: part.id })
  return isSent
}

/** All these parts, if each of them still waits as it did; null if another process was first. */
async function lockWaitingParts(
  tx: Transaction,
  { callId }: RestorationToSend,
  parts: readonly Restoration[],
): Promise<Restoration[] | null> {
  const locked = await lockRestorations(
    tx,
    parts.map(({ id }) => id),
  )
  const areWaiting = locked.every((part) => part.state === 'requested' && part.callId === callId)
  return areWaiting && locked.length === parts.length ? locked : null
}

async function endParts(
  relayer: Relayer,
  restoration: RestorationToSend,
  parts: readonly Restoration[],
  failedReason: string | null,
): Promise<boolean> {
  const isEnded = await relayer.database.transaction(async (tx) => {
    const locked = await lockWaitingParts(tx, restoration, parts)
    if (locked === null) return false
    const state: Restoration['state'] = failedReason === null ? 'done' : 'failed'
    await saveRestorations(
      tx,
      locked.map((part) => ({ ...part, state, failedReason })),
    )
    return true
  })
  if (!isEnded) return false
  for (const { id: restorationId } of parts)
    relayer.report(
      failedReason === null
        ? { name: 'restoration_done', restorationId }
        : { name: 'restoration_failed', restorationId, reason: failedReason },
    )
  return true
}
