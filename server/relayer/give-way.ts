import { lockCall, saveCall } from '../database/calls.ts'
import { type Transaction } from '../database/engine/client.ts'
import { noteEvents } from '../database/feed-events.ts'
import {
  listOrdersOfList,
  lockRedemptionList,
  type RedemptionList,
  saveRedemptionList,
} from '../database/redemption-lists.ts'
import { type Redemption, saveRedemptions } from '../database/redemptions.ts'
import { redemptionFacts } from '../domain/partner-events.ts'
import { type Relayer } from './relayer.ts'

/**
 * Takes a list back that its partner has not signed, or whose call has no nonce yet: nothing of it was sent, and its orders wait again.
 * Those that have to let a later order of their member go first are told so. False if it is on its way meanwhile.
 */
export async function takeListBack(
  relayer: Relayer,
  listId: string,
  { reason, givesWay }: { reason: string; givesWay: (order: Redemption) => boolean },
): Promise<boolean> {
  const taken = await relayer.database.transaction(async (tx) => {
    const locked = await lockRedemptionList(tx, listId)
    if (locked === null || !(await endCall(tx, locked, reason))) return null
    const orders = (await listOrdersOfList(tx, listId)).map((order) => ({ ...order, listId: null }))
    const now = relayer.clock.now()
    const passed = orders.filter((order) => givesWay(order))
    await saveRedemptions(tx, [...orders.filter((order) => !passed.includes(order)), ...markPassed(tx, passed, now)])
    await saveRedemptionList(tx, { ...locked, state: 'failed' })
    return { partnerId: locked.partnerId, passed }
  })
  if (taken === null) return false
  const { partnerId, passed } = taken
  relayer.report({ name: 'list_failed', partnerId, listId, reason })
  for (const { id: redemptionId } of passed) relayer.report({ name: 'order_gave_way', redemptionId, reason })
  return true
}

/** Whether the list was never sent; the call that waits to be is ended. */
async function endCall(tx: Transaction, list: RedemptionList, reason: string): Promise<boolean> {
  if (list.state === 'formed') return true
  const call = list.state === 'sent' && list.callId !== null ? await lockCall(tx, list.callId) : null
  if (call?.state !== 'open') return false
  await saveCall(tx, { ...call, state: 'failed', reason })
  return true
}

/** Orders that a later one passes, as they are to be saved. Their partners are told once. */
export function markPassed(tx: Transaction, orders: readonly Redemption[], now: Date): Redemption[] {
  const fresh = orders.filter(({ gaveWayAt }) => gaveWayAt === null)
  noteEvents(
    tx,
    fresh.map((order) => ({
      partnerId: order.partnerId,
      type: 'redemption.gave_way' as const,
      objectId: order.id,
      data: redemptionFacts(order),
      at: now,
    })),
  )
  return orders.map((order) => ({ ...order, gaveWayAt: order.gaveWayAt ?? now }))
}
