import type { Transaction } from '../../database/engine/client.ts'
import type { StoredEarningRule } from '../../database/earning-rules.ts'
import { listProgrammeRulesByIds } from '../../database/programme-rules.ts'
import { findReturnablePurchase, listReturnablePurchases, type ReturnablePurchase } from '../../database/returns.ts'
import { assert } from '../../domain/assert.ts'
import { sumOf } from '../../domain/programme/give-points.ts'
import { type Giving, readProgrammeDocument } from '../../domain/programme/rule-terms.ts'
import { readShares, sharesOf, sharesText } from '../../domain/programme/shares.ts'
import { Rejection } from '../../domain/rejection.ts'
import { matchReturn, remainingMinor, reverseShares } from '../../domain/returns.ts'
import { currencyMismatch } from '../../domain/versions.ts'
import type { NewReturn } from './return-facts.ts'

/** What a return takes from one purchase. */
interface TakenPart {
  readonly purchaseId: string
  readonly orderRef: string | null
  readonly amountMinor: bigint
  readonly points: bigint
  /** As they are stored: null where the earning rule gave all points of the purchase. */
  readonly shares: string | null
}

/** What a return takes from which purchases, and the part that matches none. */
export interface AllocatedReturn {
  readonly allocations: readonly TakenPart[]
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
  const furtherOf = await readFurther(
    tx,
    allocations.map(({ purchase }) => purchase),
  )
  return {
    unmatchedMinor,
    allocations: allocations.map(({ purchase, amountMinor: taken }) => {
      const base = rules.find(({ id }) => id === purchase.earningRuleId)
      assert(base !== undefined, 'the rule of a recorded purchase is kept')
      const further = furtherOf(purchase)
      const points = reverseShares({ base, further: further.map(({ terms }) => terms) }, purchase, taken)
      const ids = [base.id, ...further.map(({ id }) => id)]
      const shares = purchase.shares === null ? null : sharesText(sharesOf(ids, points))
      return { purchaseId: purchase.id, orderRef: purchase.orderRef, amountMinor: taken, points: sumOf(points), shares }
    }),
  }
}

/** Reads the rules that gave points of these purchases beside the earning rule, in the order in which they gave. */
async function readFurther(tx: Transaction, purchases: readonly ReturnablePurchase[]) {
  const idsOf = ({ shares }: ReturnablePurchase) =>
    shares === null
      ? []
      : readShares(shares)
          .slice(1)
          .map(({ id }) => id)
  const ids = [...new Set(purchases.flatMap(idsOf))]
  const terms = new Map<string, Giving>(
    (await listProgrammeRulesByIds(tx, ids)).map(({ id, document }) => [id, readProgrammeDocument(document)]),
  )
  return (purchase: ReturnablePurchase) =>
    idsOf(purchase).map((id) => {
      const found = terms.get(id)
      assert(found !== undefined, 'the rules of a recorded purchase are kept')
      return { id, terms: found }
    })
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
