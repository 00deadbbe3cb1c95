import type { Transaction } from '../../database/engine/client.ts'
import type { StoredEarningRule } from '../../database/earning-rules.ts'
import { findReturnablePurchase, listReturnablePurchases, type ReturnablePurchase } from '../../database/returns.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import { matchReturn, remainingMinor, reverseAgainst } from '../../domain/returns.ts'
import { currencyMismatch } from '../../domain/versions.ts'
import type { NewReturn } from './return-facts.ts'

/** What a return takes from which purchases, and the part that matches none. */
export interface AllocatedReturn {
  readonly allocations: readonly { purchaseId: string; orderRef: string | null; amountMinor: bigint; points: bigint }[]
  readonly unmatchedMinor: bigint
}

interface AskedReturn {
  readonly partnerId: number
  readonly memberId: string
  readonly item: NewReturn
  readonly rules: readonly StoredEarningRule[]
}

/**
 * Finds the purchases that a return is about: the one that it names, or the member's purchases at the partner made in its
 * currency at or before it, newest first, up to what remains of each. The caller has locked the member.
 */
export async function allocateReturn(tx: Transaction, asked: AskedReturn): Promise<AllocatedReturn> {
  const { item, rules } = asked
  const { amountMinor } = item
  const purchases =
    item.orderRef === null ? await listCandidates(tx, asked) : [await getNamed(tx, asked, item.orderRef)]
  const { allocations, unmatchedMinor } = matchReturn(purchases, amountMinor)
  return {
    unmatchedMinor,
    allocations: allocations.map(({ purchase, amountMinor: taken }) => {
      const rule = rules.find(({ id }) => id === purchase.earningRuleId)
      assert(rule !== undefined, 'the rule of a recorded purchase is kept')
      const points = reverseAgainst(rule, purchase, taken)
      return { purchaseId: purchase.id, orderRef: purchase.orderRef, amountMinor: taken, points }
    }),
  }
}

function listCandidates(tx: Transaction, { partnerId, memberId, item }: AskedReturn): Promise<ReturnablePurchase[]> {
  return listReturnablePurchases(tx, {
    partnerId,
    memberId,
    currency: item.currency,
    occurredAtMax: item.occurredAt,
    amountMinor: item.amountMinor,
  })
}

async function getNamed(
  tx: Transaction,
  { partnerId, item }: AskedReturn,
  orderRef: string,
): Promise<ReturnablePurchase> {
  const purchase = await findReturnablePurchase(tx, { partnerId, orderRef })
  if (purchase === null) throw new Rejection('purchase_unknown', { orderRef })
  if (item.currency !== purchase.currency) throw currencyMismatch([purchase.currency], item.currency)
  if (item.occurredAt < purchase.occurredAt)
    throw new Rejection('return_before_purchase', {
      occurredAt: item.occurredAt.toISOString(),
      purchaseOccurredAt: purchase.occurredAt.toISOString(),
    })
  if (item.amountMinor > remainingMinor(purchase))
    throw new Rejection('return_exceeds_purchase', {
      orderRef,
      currency: purchase.currency,
      amountMinor: String(item.amountMinor),
      remainingMinor: String(remainingMinor(purchase)),
    })
  return purchase
}
