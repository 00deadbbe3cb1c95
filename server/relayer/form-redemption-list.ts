import { readHead } from '../chain/read-head.ts'
import { readEpochAt } from '../chain/read-ledger-at.ts'
import { hashList } from '../chain/redemption-typed-data.ts'
import { listFrozenAccounts } from '../database/account-events.ts'
import { type Reader } from '../database/engine/client.ts'
import { listLots } from '../database/movements.ts'
import {
  findListTrouble,
  insertRedemptionList,
  listLiveOrders,
  listWaitingOrders,
  type RedemptionList,
  type WaitingOrder,
} from '../database/redemption-lists.ts'
import { listRefusalPauses } from '../database/refusal-pauses.ts'
import { lockRedemptions, type Redemption, saveRedemptions } from '../database/redemptions.ts'
import { liveLots } from '../domain/lots.ts'
import { type LiveOrder, type Turn, turnOf } from '../domain/order-turns.ts'
import { HOLD_GRACE_MS, orderOf } from '../domain/redemption-order.ts'
import { changeEach } from './change-each.ts'
import { markPassed, takeListBack } from './give-way.ts'
import { type Relayer } from './relayer.ts'
import { isRetryDue } from './retry-pause.ts'
import { listDueRestorations } from './send-restorations.ts'

/** Bounds one look, not how many can wait. */
const ORDERS_OF_PARTNER_MAX = 500
const RESTORATIONS_AT_ONCE_MAX = 1_000

/**
 * Forms at most one list for every partner with captured orders that can be burned now and whose turn it is: enough of them, or old
 * enough. A partner with a restoration to send forms none: its lists would move the chain that the proof ends in. Lists that
 * keep another order waiting for too long are taken back.
 */
export async function formRedemptionLists(relayer: Relayer): Promise<boolean> {
  const { database } = relayer
  const now = relayer.clock.now()
  const waiting = await listWaitingOrders(database, { ofPartnerMax: ORDERS_OF_PARTNER_MAX })
  if (waiting.length === 0) return false
  const burnable = await keepBurnable(relayer, await keepReady(relayer, waiting, now))
  const turns = await findTurns(relayer, database, burnable)
  const restoring = new Set(
    (await listDueRestorations(relayer, RESTORATIONS_AT_ONCE_MAX)).map(({ partnerId }) => partnerId),
  )
  const hasMadeWay = await makeWay(relayer, [...turns.values()])
  const ready = burnable.filter(
    ({ id, partnerId }) => !restoring.has(partnerId) && turns.get(id)?.passed.every(({ place }) => place === 'waiting'),
  )
  const due = [...Map.groupBy(ready, (order) => order.partnerId)].filter(([, orders]) => isDue(relayer, orders, now))
  const isFormed = await changeEach(due, ([partnerId, orders]) =>
    formList(relayer, partnerId, orders.slice(0, relayer.limits.listOrdersMax)),
  )
  return hasMadeWay || isFormed
}

/** The turns of those of these orders whose turn it is, by their ids. */
async function findTurns(
  { clock, limits }: Relayer,
  reader: Reader,
  burnable: readonly Pick<WaitingOrder, 'id' | 'account'>[],
): Promise<Map<string, Turn>> {
  const now = clock.now()
  const ids = new Set(burnable.map(({ id }) => id))
  const accounts = [...new Set(burnable.map(({ account }) => account))]
  const live = await listLiveOrders(reader, { accounts, now, graceMs: HOLD_GRACE_MS })
  const asked = {
    canGo: ({ id }: LiveOrder) => ids.has(id),
    lateSince: new Date(now.getTime() - limits.countersignMs),
  }
  const turns = [...Map.groupBy(live, ({ account }) => account).values()].map((orders) => turnOf(orders, asked))
  return new Map(turns.flatMap((turn) => (turn === null ? [] : [[turn.next.id, turn]])))
}

/** Takes the lists back in which an order is passed that has kept others waiting for too long. */
async function makeWay(relayer: Relayer, turns: readonly Turn[]): Promise<boolean> {
  const passed = turns.flatMap(({ next, passed }) =>
    passed.map((order) => ({ ...order, isDoomed: order.nonce < next.nonce })),
  )
  const doomed = new Set(passed.filter(({ isDoomed }) => isDoomed).map(({ id }) => id))
  const terms = {
    reason: 'its partner kept later orders waiting',
    givesWay: ({ id }: Redemption) => doomed.has(id),
  }
  const lists = [...new Set(passed.flatMap((order) => order.listId ?? []))]
  return changeEach(lists, (listId) => takeListBack(relayer, listId, terms))
}

/** Orders that would be tried now: of no member whose orders wait, of no partner whose lists have just failed. */
async function keepReady(relayer: Relayer, waiting: readonly WaitingOrder[], now: Date): Promise<WaitingOrder[]> {
  const paused = await listPausedMembers(relayer, waiting, now)
  const inTrouble = new Set<number>()
  for (const partnerId of new Set(waiting.map((order) => order.partnerId))) {
    const trouble = await findListTrouble(relayer.database, partnerId)
    if (trouble !== null && !isRetryDue(relayer, { since: trouble.since, last: trouble.newest }))
      inTrouble.add(partnerId)
  }
  return waiting.filter(
    (order) => !inTrouble.has(order.partnerId) && !paused.has(order.memberId) && isReady(relayer, order, now),
  )
}

/**
 * Members whose orders wait because the chain refused too many for the signature: what was captured before the last of them
 * must not cost more than what is held after it. Only a wallet can have code, and turn after it consented.
 */
async function listPausedMembers({ database }: Relayer, waiting: readonly WaitingOrder[], now: Date) {
  const ofWallets = waiting.filter(({ consentKind }) => consentKind === 'wallet')
  return listRefusalPauses(database, [...new Set(ofWallets.map(({ memberId }) => memberId))], now)
}

/** An order that ends soon, or whose nonce was passed, is left: it would be refused, and is judged when it is dead. */
function isReady(relayer: Relayer, order: WaitingOrder, now: Date): boolean {
  if (order.isPassed || order.capturedAt === null) return false
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
  if (orders.length === 0) return []
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

function isFree({ state, listId, refusedReason }: Redemption): boolean {
  return state === 'captured' && listId === null && refusedReason === null
}

/** One transaction: the list is stored and its orders know it. False if nothing of them was left. */
async function formList(relayer: Relayer, partnerId: number, orders: readonly WaitingOrder[]): Promise<boolean> {
  if (orders.length === 0) return false
  const list = await relayer.database.transaction(async (tx) => {
    const seen = new Map(orders.map(({ id, orderHash }) => [id, orderHash]))
    const locked = (await lockRedemptions(tx, [...seen.keys()])).filter(isFree)
    // Asked again now that the members are locked: another process may have given an account's turn to another order.
    const turns = await findTurns(relayer, tx, locked)
    const turnsOf = (order: Redemption) => turns.get(order.id)?.passed
    const free = locked.filter(
      (order) =>
        order.orderHash === seen.get(order.id) && turnsOf(order)?.every(({ place }) => place === 'waiting') === true,
    )
    if (free.length === 0) return null
    const passed = await lockRedemptions(
      tx,
      free.flatMap((order) => (turnsOf(order) ?? []).map(({ id }) => id)),
    )
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
    await saveRedemptions(tx, [
      ...free.map((order) => ({ ...order, listId })),
      ...markPassed(tx, passed.filter(isFree), relayer.clock.now()),
    ])
    return stored
  })
  if (list === null) return false
  relayer.report({ name: 'list_formed', partnerId, listId: list.id, orders: list.orderCount })
  return true
}
