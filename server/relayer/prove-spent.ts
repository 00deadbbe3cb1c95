import { readChainOf } from '../chain/read-redemption.ts'
import { type SpentProof } from '../chain/redemption-calls.ts'
import { EMPTY_CHAIN, hashSpent, linkChain } from '../chain/spent-chain.ts'
import { listOrdersOfDay, type OrderOfDay, type RedemptionEvent } from '../database/redemption-events.ts'
import { assert } from '../domain/assert.ts'
import { dayOf, daySpan } from '../domain/utc-days.ts'
import { type Relayer } from './relayer.ts'

/**
 * The proof that an order was spent: the lists of its day as they were posted, which the contract kept only one hash of.
 * `history_unknown`: a list of that day holds an order that this server never had. Any other text says what to wait for.
 */
export async function proveSpent(
  { database, chain }: Pick<Relayer, 'database' | 'chain'>,
  { burn, orderHash }: { burn: RedemptionEvent; orderHash: string },
): Promise<SpentProof | string> {
  const day = dayOf(burn.includedAt)
  const orders = await listOrdersOfDay(database, { partnerId: burn.partnerId, ...daySpan(day) })
  const lists = splitIntoLists(orders)
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
