import { clearingCall, hashOfText } from '../chain/clearing-calls.ts'
import { findSameCall, insertOpenCall } from '../database/calls.ts'
import { lockPartner } from '../database/partners.ts'
import { listUnsettledPayments, type UnsettledPayment } from '../database/statements.ts'
import { DAY_MS, monthText } from '../domain/utc-days.ts'
import { changeEach } from './change-each.ts'
import type { Relayer } from './relayer.ts'

const PAYMENTS_AT_ONCE_MAX = 1_000

/** Marks payments that were recorded here on chain, as the operator's side, once Clearing has the position and while it waits for that mark. */
export async function markPayments(relayer: Relayer): Promise<boolean> {
  if (relayer.chain.addresses.clearing === null) return false
  const payments = await listUnsettledPayments(relayer.database, PAYMENTS_AT_ONCE_MAX)
  const unmarked = payments.filter(({ marked, reference }) => marked !== hashOfText(reference))
  return changeEach(unmarked, (payment) => markPayment(relayer, payment))
}

async function markPayment(relayer: Relayer, { partnerId, month, reference }: UnsettledPayment): Promise<boolean> {
  const { database, chain, ids, clock, limits } = relayer
  const call = clearingCall(chain, { name: 'mark_payment', month, partnerId, reference })
  const callId = await database.transaction(async (tx) => {
    await lockPartner(tx, partnerId)
    const newest = await findSameCall(tx, call)
    // One that failed, or that somebody else's mark has replaced, is not repeated at once; and a role takes a week to give.
    const pauseMs = newest?.reason === 'AccessManagedUnauthorized' ? DAY_MS : limits.retryMsMax
    if (newest !== null && clock.now().getTime() - newest.createdAt.getTime() < pauseMs) return null
    if (newest?.state === 'open' || newest?.state === 'bound') return null
    const open = { kind: 'operator', name: 'mark_payment', partnerId, ...call } as const
    return (await insertOpenCall(tx, { id: ids.next(), ...open, createdAt: clock.now() })).id
  })
  if (callId === null) return false
  relayer.report({ name: 'payment_marked', callId, partnerId, month: monthText(month) })
  return true
}
