import { redeemCall } from '../chain/redemption-calls.ts'
import { hashList, listTypedData } from '../chain/redemption-typed-data.ts'
import { type TypedDataToSign } from '../chain/signer.ts'
import { isTypedDataSigned } from '../chain/verify-signature.ts'
import { insertOpenCall, type OpenCall } from '../database/calls.ts'
import { type Transaction } from '../database/engine/client.ts'
import { findPartner, lockPartner } from '../database/partners.ts'
import {
  listOrdersOfList,
  listUnsignedLists,
  lockRedemptionList,
  type RedemptionList,
  saveRedemptionList,
} from '../database/redemption-lists.ts'
import { type Redemption, saveRedemptions } from '../database/redemptions.ts'
import { assert } from '../domain/assert.ts'
import { orderOf } from '../domain/redemption-order.ts'
import { Transient } from '../domain/rejection.ts'
import { chooseSigner } from './choose-signer.ts'
import { takeListBack } from './give-way.ts'
import { type Relayer } from './relayer.ts'

/** Of one partner: none keeps the signatures of others waiting behind many lists of its own. */
const LISTS_OF_PARTNER_MAX = 4

/** Partners that have kept a list waiting for longer than this are asked less often: their signer does not answer. */
const PROMPT_MS = 10_000

/** Asks the partners' signers for the signatures of new lists. */
export async function signRedemptionLists(relayer: Relayer): Promise<boolean> {
  return signLists(relayer, false)
}

/** The same for partners whose signer has not answered at once. */
export async function signLateLists(relayer: Relayer): Promise<boolean> {
  return signLists(relayer, true)
}

async function signLists(relayer: Relayer, isLate: boolean): Promise<boolean> {
  const lateBefore = new Date(relayer.clock.now().getTime() - PROMPT_MS)
  const lists = await listUnsignedLists(relayer.database, { isLate, lateBefore, ofPartnerMax: LISTS_OF_PARTNER_MAX })
  const signed = await Promise.all(lists.map((list) => signList(relayer, list)))
  return signed.includes(true)
}

async function signList(relayer: Relayer, list: RedemptionList): Promise<boolean> {
  const orders = await listOrdersOfList(relayer.database, list.id)
  if (orders.length !== list.orderCount || endsTooSoon(relayer, orders)) {
    const reason = 'an order ended before the partner signed'
    return takeListBack(relayer, list.id, { reason, givesWay: () => false })
  }
  const { partnerId } = list
  const toSign = { partnerId, orders: orders.map((order) => orderOf(order)) }
  assert(hashList(relayer.chain, toSign) === list.listHash, 'a list was formed of other orders')
  const partnerSignature = await askPartner(relayer, partnerId, listTypedData(relayer.chain, toSign))
  if (partnerSignature === null) {
    if (orders.some(({ askedAt }) => askedAt === null)) await keepAskedAt(relayer, list.id, relayer.clock.now())
    return false
  }
  const signedOrders = orders.map((order) => {
    assert(order.memberSignature !== null, 'a captured order is signed')
    return { order: orderOf(order), signature: order.memberSignature }
  })
  const call = redeemCall(relayer.chain, { partnerId, orders: signedOrders, partnerSignature })
  const isSent = await relayer.database.transaction(async (tx) => {
    // Restorations of the partner are built under this lock: a list and a proof never pass each other.
    await lockPartner(tx, partnerId)
    const locked = await lockRedemptionList(tx, list.id)
    if (locked?.state !== 'formed') return false
    const callId = await openCall(relayer, tx, { kind: 'redemption', name: 'redeem', partnerId, ...call })
    await saveRedemptionList(tx, { ...locked, state: 'sent', partnerSignature, callId })
    if (orders.some(({ askedAt }) => askedAt !== null)) await forgetAskedAt(tx, list.id)
    return true
  })
  if (isSent) relayer.report({ name: 'list_signed', partnerId, listId: list.id })
  return isSent
}

/** An order that expires before it is signed must not be countersigned; the rest of its list goes on without it. */
function endsTooSoon({ clock, limits }: Relayer, orders: readonly Redemption[]): boolean {
  return orders.some(({ deadline }) => deadline.getTime() < clock.now().getTime() + limits.orderMarginMs)
}

/** Keeps since when the partner has kept these orders waiting: not since their capture, for it may be we who were late. */
async function keepAskedAt({ database }: Relayer, listId: string, now: Date): Promise<void> {
  await database.transaction(async (tx) => {
    const locked = await lockRedemptionList(tx, listId)
    if (locked?.state !== 'formed') return
    const fresh = (await listOrdersOfList(tx, listId)).filter(({ askedAt }) => askedAt === null)
    await saveRedemptions(
      tx,
      fresh.map((order) => ({ ...order, askedAt: now })),
    )
  })
}

/** A partner that has signed keeps nobody waiting any more, whatever becomes of the call. */
async function forgetAskedAt(tx: Transaction, listId: string): Promise<void> {
  const late = (await listOrdersOfList(tx, listId)).filter(({ askedAt }) => askedAt !== null)
  await saveRedemptions(
    tx,
    late.map((order) => ({ ...order, askedAt: null })),
  )
}

/** A partner's signature, checked here wherever it came from; null while there is none. */
export async function askPartner(
  relayer: Relayer,
  partnerId: number,
  typedData: TypedDataToSign,
): Promise<string | null> {
  const partner = await findPartner(relayer.database, partnerId)
  assert(partner !== null, 'orders belong to a partner')
  try {
    const signer = await chooseSigner(relayer, partner, 'redeeming')
    const signature = await signer.signTypedData(typedData)
    // A damaged keystore must not cost gas either.
    const isValid = await isTypedDataSigned(typedData, signature, signer.address)
    if (!isValid) throw new Transient('The signer gave a signature that is not its own', null)
    return signature
  } catch (error) {
    if (!(error instanceof Transient)) throw error
    relayer.report({ name: 'list_waits', partnerId, reason: error.message })
    return null
  }
}

/** Stores a call that has no nonce yet, in the transaction of its cause. Returns its id. */
export async function openCall(
  relayer: Relayer,
  tx: Transaction,
  call: Omit<OpenCall, 'id' | 'createdAt'>,
): Promise<string> {
  const { id } = await insertOpenCall(tx, {
    ...call,
    id: relayer.ids.next(),
    createdAt: relayer.clock.now(),
  })
  return id
}
