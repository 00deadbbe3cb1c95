import { readRedeemedInMonth } from '../chain/read-month-totals.ts'
import { hashOrder, orderDigest } from '../chain/redemption-order-hash.ts'
import { findBlock } from '../database/blocks.ts'
import { type ChainCursor, findChainCursor } from '../database/chain-cursor.ts'
import { type Transaction } from '../database/engine/client.ts'
import { type DeadOrder, listDeadOrders } from '../database/dead-orders.ts'
import { endClaimOf } from '../database/end-claim.ts'
import { noteEvents } from '../database/feed-events.ts'
import { listAccountsByIds } from '../database/members.ts'
import { sumRedemptionEvents } from '../database/redemption-events.ts'
import { findLastNonce, lockRedemptions, type Redemption, saveRedemptions } from '../database/redemptions.ts'
import { findClaimOfRedemption } from '../database/reward-claims.ts'
import { listRewardsByIds } from '../database/rewards.ts'
import { redemptionFacts } from '../domain/partner-events.ts'
import { NONCE_MAX, orderOf } from '../domain/redemption-order.ts'
import { monthOf, monthSpan } from '../domain/utc-days.ts'
import { changeEach } from './change-each.ts'
import { type Relayer } from './relayer.ts'

const ORDERS_AT_ONCE_MAX = 100

/** A nonce is only the form of what a member consented to with a PIN. The deadline is how long the consent holds. */
const RENEWABLE: readonly DeadOrder['reason'][] = ['nonce_unusable']

/**
 * Decides what becomes of captured orders that no block can burn, judged by final blocks: a hosted key signs anew, the
 * others are refused for good. Only while the partner's burned points are all known: an order whose event was kept from
 * us is burned, and signing it anew would burn it twice.
 */
export async function judgeOrders(relayer: Relayer): Promise<boolean> {
  const { database, chain } = relayer
  const cursor = await findChainCursor(database, chain.chainId)
  const final = cursor === null ? null : await findBlock(database, cursor.finalizedNumber)
  if (cursor === null || cursor.haltedReason !== null || final === null) return false
  const { finalizedNumber } = cursor
  const asked = { finalizedNumber, finalTime: final.timestamp, rowsMax: ORDERS_AT_ONCE_MAX }
  const dead = await listDeadOrders(database, asked)
  return changeEach(dead, async (order) => {
    const doubt = await findDoubt(relayer, cursor, order)
    if (doubt === null) return judge(relayer, order)
    relayer.report({ name: 'order_waits', redemptionId: order.id, reason: doubt })
    return false
  })
}

/** Whether what is known of the partner's burned points is all, in the months in which this order can have been burned. */
async function findDoubt({ database, chain }: Relayer, cursor: ChainCursor, order: DeadOrder): Promise<string | null> {
  const processed = await findBlock(database, cursor.processedNumber)
  if (processed?.hash !== cursor.processedHash) return 'the chain goes on'
  for (let month = monthOf(order.heldAt); month <= monthOf(processed.timestamp); month++) {
    const totals = await sumRedemptionEvents(database, [order.partnerId], monthSpan(month))
    const known = totals.get(order.partnerId)?.redeemed ?? 0n
    const { redeemed } = await readRedeemedInMonth(chain, order.partnerId, month, cursor.processedHash)
    if (redeemed !== known) return `its partner has burned ${redeemed} points and ${known} are known`
  }
  // The sums belong to the block only if nobody went on meanwhile.
  const now = await findChainCursor(database, chain.chainId)
  return now?.processedHash === cursor.processedHash ? null : 'the chain goes on'
}

async function judge(relayer: Relayer, { reason, ...dead }: DeadOrder): Promise<boolean> {
  const outcome = await relayer.database.transaction(async (tx) => {
    const [locked] = await lockRedemptions(tx, [dead.id])
    const isSame = locked?.orderHash === dead.orderHash && locked.listId === null && locked.refusedReason === null
    if (locked === undefined || !isSame) return null
    const renewed = RENEWABLE.includes(reason) ? await renew(relayer, tx, locked) : null
    if (renewed === null) await refuse(relayer, tx, { ...locked, refusedReason: reasonOf(locked, reason) })
    else await saveRedemptions(tx, [renewed])
    return renewed === null ? ('order_refused' as const) : ('order_renewed' as const)
  })
  if (outcome !== null) relayer.report({ name: outcome, redemptionId: dead.id, reason })
  return outcome !== null
}

/** The ledger knows that a nonce was passed; we know why. */
function reasonOf({ gaveWayAt }: Redemption, reason: DeadOrder['reason']): string {
  return reason === 'nonce_unusable' && gaveWayAt !== null ? 'gave_way' : reason
}

/** The points are the member's again: so the partner is told, and the reward is not. Goods that a till gave out before stay given. */
async function refuse({ clock }: Relayer, tx: Transaction, refused: Redemption): Promise<void> {
  const { id: redemptionId, partnerId, refusedReason } = refused
  const now = clock.now()
  await saveRedemptions(tx, [refused])
  const data = { ...redemptionFacts(refused), refusedReason }
  noteEvents(tx, [{ partnerId, type: 'redemption.refused', objectId: redemptionId, data, at: now }])
  const claim = await findClaimOfRedemption(tx, redemptionId)
  if (claim === null) return
  const [reward] = await listRewardsByIds(tx, [claim.rewardId])
  if (claim.state === 'issued' || reward?.kind === 'donation') await endClaimOf(tx, { redemptionId, now })
}

/**
 * The same order with the next nonce, signed by the hosted key; null where there is none, and once the deadline is over to
 * which the member consented.
 */
async function renew(relayer: Relayer, tx: Transaction, old: Redemption): Promise<Redemption | null> {
  if (old.consentKind !== 'pin' || old.renewals >= relayer.limits.renewalsMax) return null
  if (old.deadline <= relayer.clock.now()) return null
  const [member] = await listAccountsByIds(tx, [old.memberId])
  if (member === undefined || member.derivationIndex === null || member.address !== old.account) return null
  const nonce = (await findLastNonce(tx, old.account)) + 1
  if (nonce > NONCE_MAX) return null
  const next = { ...old, nonce, renewals: old.renewals + 1 }
  const order = orderOf(next)
  const memberSignature = relayer.signAsMember(member.derivationIndex, orderDigest(relayer.chain, order))
  return { ...next, orderHash: hashOrder(order), memberSignature }
}
