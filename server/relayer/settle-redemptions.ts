import type { EndedCall } from '../database/ended-calls.ts'
import { type Transaction } from '../database/engine/client.ts'
import {
  listBurnedIds,
  listListsToSettle,
  listOrdersOfList,
  lockRedemptionList,
  type RedemptionList,
  saveRedemptionList,
} from '../database/redemption-lists.ts'
import { saveRedemptions } from '../database/redemptions.ts'
import { changeEach } from './change-each.ts'
import { type Relayer } from './relayer.ts'

const LISTS_AT_ONCE_MAX = 100

interface Settled {
  list: RedemptionList
  burned: number
  passedOver: number
}

/**
 * Ends lists whose call is final or has failed. Their orders that are not burned wait for another list: what becomes of
 * them is judged by the chain's own state, never by what one transaction says.
 */
export async function settleLists(relayer: Relayer): Promise<boolean> {
  return changeEach(await listListsToSettle(relayer.database, LISTS_AT_ONCE_MAX), async (ended) => {
    const settled = await relayer.database.transaction((tx) => settleList(tx, ended))
    if (settled === null) return false
    const { id: listId, partnerId, state } = settled.list
    const { burned, passedOver } = settled
    if (state === 'done') relayer.report({ name: 'list_done', partnerId, listId, burned, passedOver })
    else relayer.report({ name: 'list_failed', partnerId, listId, reason: 'its call failed' })
    return true
  })
}

async function settleList(tx: Transaction, { id, callState }: EndedCall): Promise<Settled | null> {
  const locked = await lockRedemptionList(tx, id)
  if (locked?.state !== 'sent') return null
  const orders = await listOrdersOfList(tx, id)
  const burned = await listBurnedIds(
    tx,
    orders.map((order) => order.id),
  )
  const freed = orders.filter((order) => !burned.has(order.id)).map((order) => ({ ...order, listId: null }))
  await saveRedemptions(tx, freed)
  const list: RedemptionList = { ...locked, state: callState === 'final' ? 'done' : 'failed' }
  await saveRedemptionList(tx, list)
  return { list, burned: burned.size, passedOver: freed.length }
}
