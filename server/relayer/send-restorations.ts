import { readHead } from '../chain/read-head.ts'
import { readRestoredOf } from '../chain/read-redemption.ts'
import { restoreCall } from '../chain/redemption-calls.ts'
import { restorationTypedData } from '../chain/redemption-typed-data.ts'
import { hasListsOnTheWay } from '../database/calls.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import { lockPartner } from '../database/partners.ts'
import { findBurn, type RedemptionEvent, sumRestored } from '../database/redemption-events.ts'
import { findRedemption, isSigned, type SignedRedemption } from '../database/redemptions.ts'
import {
  listRestorationsToSend,
  lockRestoration,
  type Restoration,
  type RestorationToSend,
  saveRestoration,
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
  const waiting = await listRestorationsToSend(relayer.database, RESTORATIONS_AT_ONCE_MAX)
  const due = waiting.filter(({ recordedAt, triedAt }) => isRetryDue(relayer, { since: recordedAt, last: triedAt }))
  return changeEach(due, (restoration) => sendRestoration(relayer, restoration))
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
    return endRestoration(relayer, restoration, 'restoration_out_of_time')
  }
  const before = await readRestoredBefore(relayer, restoration, redemption)
  if (before === 'waits') return false
  // Anyone who saw the call could have posted its contents; then it is done.
  if (before === 'done') return endRestoration(relayer, restoration, null)
  if (before === 'elsewhere') return endRestoration(relayer, restoration, 'restored_elsewhere')
  if (await hasListsOnTheWay(database, restoration.partnerId)) return false
  return build(relayer, { restoration, redemption, burn, restoredBefore: before })
}

/**
 * What came back of the order before this restoration: what the others that are done gave back, and nothing else. More than
 * that means that this one was posted by somebody, or that the partner restores by other means too.
 */
async function readRestoredBefore(
  { database, chain }: Relayer,
  restoration: RestorationToSend,
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
  parts: {
    restoration: RestorationToSend
    redemption: SignedRedemption
    burn: RedemptionEvent
    restoredBefore: bigint
  },
): Promise<boolean> {
  const { restoration, redemption, burn, restoredBefore } = parts
  const { partnerId, points, id } = restoration
  const proof = await proveSpent(relayer, { burn, orderHash: redemption.orderHash })
  if (typeof proof === 'string') {
    if (proof === 'history_unknown') return endRestoration(relayer, restoration, proof)
    relayer.report({ name: 'restoration_waits', restorationId: id, reason: proof })
    return false
  }
  const toSign = { partnerId, orderHash: redemption.orderHash, points, restoredBefore }
  const partnerSignature = await askPartner(relayer, partnerId, restorationTypedData(relayer.chain, toSign))
  if (partnerSignature === null) return false
  const call = restoreCall(relayer.chain, { order: orderOf(redemption), points, proof, partnerSignature })
  const isSent = await relayer.database.transaction(async (tx) => {
    await lockPartner(tx, partnerId)
    const locked = await lockRestoration(tx, id)
    if (locked?.state !== 'requested' || locked.callId !== restoration.callId) return false
    if (await hasListsOnTheWay(tx, partnerId)) return false
    const callId = await openCall(relayer, tx, { kind: 'redemption', name: 'restore', partnerId, ...call })
    await saveRestoration(tx, { ...locked, state: 'sent', callId })
    return true
  })
  if (isSent) relayer.report({ name: 'restoration_sent', restorationId: id })
  return isSent
}

async function endRestoration(
  relayer: Relayer,
  { id, callId }: RestorationToSend,
  failedReason: string | null,
): Promise<boolean> {
  const isEnded = await relayer.database.transaction(async (tx) => {
    const locked = await lockRestoration(tx, id)
    if (locked?.state !== 'requested' || locked.callId !== callId) return false
    const state: Restoration['state'] = failedReason === null ? 'done' : 'failed'
    await saveRestoration(tx, { ...locked, state, failedReason })
    return true
  })
  if (!isEnded) return false
  relayer.report(
    failedReason === null
      ? { name: 'restoration_done', restorationId: id }
      : { name: 'restoration_failed', restorationId: id, reason: failedReason },
  )
  return true
}
