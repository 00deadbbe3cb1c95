import { readPostedOrders } from '../chain/read-posted-orders.ts'
import { readChainOf } from '../chain/read-redemption.ts'
import { type SpentProof } from '../chain/redemption-calls.ts'
import { hashOrder } from '../chain/redemption-order-hash.ts'
import { EMPTY_CHAIN, hashSpent, linkChain } from '../chain/spent-chain.ts'
import { listOrdersOfDay, type OrderOfDay, type RedemptionEvent } from '../database/redemption-events.ts'
import { assert } from '../domain/assert.ts'
import { dayOf, daySpan } from '../domain/utc-days.ts'
import { type Relayer } from './relayer.ts'

/** Transactions of a day that are read for orders that this server never had. */
export const FOREIGN_TRANSACTIONS_MAX = 16

/**
 * The proof that an order was spent: the lists of its day as they were posted, which the contract kept only one hash of.
 * Orders that this server never had are looked up where their partner posted them. `history_unknown`: one of them is not
 * to be found there. Any other text says what to wait for.
 */
export async function proveSpent(
  { database, chain }: Pick<Relayer, 'database' | 'chain'>,
  { burn, orderHash }: { burn: RedemptionEvent; orderHash: string },
): Promise<SpentProof | string> {
  const day = dayOf(burn.includedAt)
  const orders = await listOrdersOfDay(database, { partnerId: burn.partnerId, ...daySpan(day) })
  const lists = splitIntoLists(await fillInForeign(chain, orders))
  if (lists.some((list) => list.some((order) => order.orderHash === null))) return 'history_unknown'
  const spent = lists.map((list) => list.map((order) => hashOf(order)))
  const at = spent.findIndex((list) => list.includes(orderHash as `0x${string}`))
  const own = spent[at]
  assert(own !== undefined, 'a burned order is in a list of its day')
  const hashes = spent.map((list) => hashSpent(list))
  const chainBefore = hashes.slice(0, at).reduce((before, list) => linkChain(before, list), EMPTY_CHAIN)
  const chainNow = hashes.slice(at).reduce((before, list) => linkChain(before, list), chainBefore)
  if ((await readChainOf(chain, burn.partnerId, day)) !== chainNow) return 'what is known of its day is not all yet'
  const position = own.indexOf(orderHash as `0x${string}`)
  return { day, chainBefore, spentOrders: own, position, laterLists: hashes.slice(at + 1) }
}

/** Whatever an endpoint says of them, the contract's own hash of the day is what the proof must come to. */
async function fillInForeign(chain: Relayer['chain'], orders: readonly OrderOfDay[]): Promise<OrderOfDay[]> {
  const unknown = orders.filter(({ kind, orderHash }) => kind === 'redeemed' && orderHash === null)
  const transactions = new Set(unknown.map(({ transactionHash }) => transactionHash))
  if (transactions.size > FOREIGN_TRANSACTIONS_MAX) return [...orders]
  const nameOf = ({ account, nonce, transactionHash }: Pick<OrderOfDay, 'account' | 'nonce' | 'transactionHash'>) =>
    `${transactionHash} ${account} ${nonce}`
  const found = new Map<string, string>()
  for (const transactionHash of transactions) {
    for (const order of await readPostedOrders(chain, transactionHash as `0x${string}`)) {
      found.set(nameOf({ account: order.member, nonce: order.nonce, transactionHash }), hashOrder(order))
    }
  }
  return orders.map((order) => ({ ...order, orderHash: order.orderHash ?? found.get(nameOf(order)) ?? null }))
}

/** The contract logs a list's orders one right after the other, behind the ledger's transfers; a list that spent nothing is no link. */
function splitIntoLists(orders: readonly OrderOfDay[]): OrderOfDay[][] {
  const lists: OrderOfDay[][] = []
  let previous: OrderOfDay | undefined
  for (const order of orders) {
    const isNext = previous?.blockNumber === order.blockNumber && previous.logIndex + 1 === order.logIndex
    const isSameList = isNext && previous?.transactionHash === order.transactionHash
    if (!isSameList) lists.push([])
    lists.at(-1)?.push(order)
    previous = order
  }
  return lists.map((list) => list.filter(({ kind }) => kind === 'redeemed')).filter((list) => list.length > 0)
}

function hashOf({ orderHash }: OrderOfDay): `0x${string}` {
  assert(orderHash !== null, 'an order of the history is known')
  return orderHash as `0x${string}`
}
