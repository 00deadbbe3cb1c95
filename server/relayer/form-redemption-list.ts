import { readHead } from '../chain/read-head.ts'
import { readEpochAt } from '../chain/read-ledger-at.ts'
import { hashList } from '../chain/redemption-typed-data.ts'
import { listFrozenAccounts } from '../database/account-events.ts'
import { listLots } from '../database/movements.ts'
import {
  findListTrouble,
  insertRedemptionList,
  listWaitingOrders,
  type RedemptionList,
  type WaitingOrder,
} from '../database/redemption-lists.ts'
import { listRefusalPauses } from '../database/refusal-pauses.ts'
import { lockRedemptions, saveRedemptions } from '../database/redemptions.ts'
import { listRestorationsToSend } from '../database/restorations.ts'
import { liveLots } from '../domain/lots.ts'
import { HOLD_GRACE_MS, orderOf } from '../domain/redemption-order.ts'
import { type Relayer } from './relayer.ts'
import { isRetryDue } from './retry-pause.ts'

/** Bounds one look, not how many can wait. */
const ORDERS_AT_ONCE_MAX = 5_000
const RESTORATIONS_AT_ONCE_MAX = 1_000

/**
 * Forms at most one list for every partner with captured orders that can be burned now: enough of them, or old enough.
 * A partner with a restoration to send forms none: its lists would move the chain that the proof ends in.
 */
export async function formRedemptionLists(relayer: Relayer): Promise<boolean> {
  const { database } = relayer
  const now = relayer.clock.now()
  const waiting = await listWaitingOrders(database, { now, graceMs: HOLD_GRACE_MS, rowsMax: ORDERS_AT_ONCE_MAX })
  if (waiting.length === 0) return false
  const restoring = new Set(
    (await listRestorationsToSend(database, RESTORATIONS_AT_ONCE_MAX))
      .filter(({ recordedAt, triedAt }) => isRetryDue(relayer, { since: recordedAt, last: triedAt }))
      .map(({ partnerId }) => partnerId),
  )
  const paused = await listPausedMembers(relayer, waiting, now)
  const ready = waiting.filter(
    (order) => !restoring.has(order.partnerId) && !paused.has(order.memberId) && isReady(relayer, order, now),
  )
  let formed = false
  for (const [partnerId, orders] of Map.groupBy(ready, (order) => order.partnerId)) {
    if (!isDue(relayer, orders, now)) continue
    const trouble = await findListTrouble(database, partnerId)
    if (trouble !== null && !isRetryDue(relayer, { since: trouble.since, last: trouble.newest })) continue
    const burnable = await keepBurnable(relayer, orders)
    formed = (await formList(relayer, partnerId, burnable.slice(0, relayer.limits.listOrdersMax))) || formed
  }
  return formed
}

/**
 * Members whose orders wait because the chain refused too many for the signature: what was captured before the last of them
 * must not cost more than what is held after it. Only a wallet can have code, and turn after it consented.
 */
async function listPausedMembers({ database }: Relayer, waiting: readonly WaitingOrder[], now: Date) {
  const ofWallets = waiting.filter(({ consentKind }) => consentKind === 'wallet')
  return listRefusalPauses(database, [...new Set(ofWallets.map(({ memberId }) => memberId))], now)
}

/** An order that ends soon is left: it would be refused, and is judged when it is dead. */
function isReady(relayer: Relayer, order: WaitingOrder, now: Date): boolean {
  if (order.isLowerOpen || order.capturedAt === null) return false
  if (order.deadline.getTime() < now.getTime() + relayer.limits.orderMarginMs) return false
  return isRetryDue(relayer, { since: order.capturedAt, last: order.passedOverAt })
}

function isDue({ limits }: Relayer, orders: readonly WaitingOrder[], now: Date): boolean {
  if (orders.length >= limits.listOrdersMax) return true
  const oldest = Math.min(...orders.map(({ capturedAt }) => capturedAt?.getTime() ?? now.getTime()))
  return now.getTime() - oldest >= limits.listAgeMs
}

/** Those that the ledger would carry out, by what is known of it: the others would cost gas and change nothing. */
async function keepBurnable(relayer: Relayer, orders: readonly WaitingOrder[]): Promise<WaitingOrder[]> {
  const { database, chain } = relayer
  const accounts = [...new Set(orders.map(({ account }) => account))]
  const epoch = await readEpochAt(chain, (await readHead(chain)).hash)
  const frozen = await listFrozenAccounts(database, accounts)
  const lots = Map.groupBy(await listLots(database, accounts), ({ account }) => account)
  return orders.filter(({ account, points }) => {
    const own = liveLots(lots.get(account) ?? [], epoch).reduce((sum, lot) => sum + lot.points, 0n)
    return own >= points && !frozen.has(account)
  })
}

/** One transaction: the list is stored and its orders know it. False if nothing of them was left. */
async function formList(relayer: Relayer, partnerId: number, orders: readonly WaitingOrder[]): Promise<boolean> {
  if (orders.length === 0) return false
  const list = await relayer.database.transaction(async (tx) => {
    const seen = new Map(orders.map(({ id, orderHash }) => [id, orderHash]))
    const locked = await lockRedemptions(tx, [...seen.keys()])
    const free = locked.filter(
      ({ id, state, listId, refusedReason, orderHash }) =>
        state === 'captured' && listId === null && refusedReason === null && orderHash === seen.get(id),
    )
    if (free.length === 0) return null
    const stored: RedemptionList = await insertRedemptionList(tx, {
      id: relayer.ids.next(),
      partnerId,
      orderCount: free.length,
      listHash: hashList(relayer.chain, { partnerId, orders: free.map((order) => orderOf(order)) }),
      partnerSignature: null,
      state: 'formed',
      callId: null,
      createdAt: relayer.clock.now(),
    })
    const listId = stored.id
    await saveRedemptions(
      tx,
      free.map((order) => ({ ...order, listId })),
    )
    return stored
  })
  if (list === null) return false
  relayer.report({ name: 'list_formed', partnerId, listId: list.id, orders: list.orderCount })
  return true
}
