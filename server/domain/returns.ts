import { assert } from './assert.ts'
import type { EarningTerms } from './earning.ts'
import { givePoints, sumOf, takenShares } from './programme/give-points.ts'
import type { Giving } from './programme/rule-terms.ts'

/** A purchase, and what earlier returns took from it. */
export interface ReturnablePurchase {
  readonly amountMinor: bigint
  readonly eligibleMinor: bigint
  /** Points that it earned. */
  readonly points: bigint
  readonly returnedMinor: bigint
  /** Points that earlier returns took back. */
  readonly pointsReversed: bigint
}

/** The part of a return that one purchase explains. */
export interface Allocation<Purchase> {
  readonly purchase: Purchase
  readonly amountMinor: bigint
}

/** How much of a purchase can still be brought back. */
export function remainingMinor(purchase: ReturnablePurchase): bigint {
  return purchase.amountMinor - purchase.returnedMinor
}

/**
 * What still earns points when `returnedMinor` of a purchase is back: the same share of the eligible amount as of the
 * whole amount, rounded down (docs/decisions/0003-returns.md). It depends on the sum of the returns only, not on
 * their number, and is 0 when all is back.
 */
export function remainingEligible(purchase: ReturnablePurchase, returnedMinor: bigint): bigint {
  const { amountMinor, eligibleMinor } = purchase
  assert(returnedMinor >= 0n && returnedMinor <= amountMinor, 'no more can come back than was bought')
  assert(eligibleMinor >= 0n && eligibleMinor <= amountMinor, 'what is eligible is a part of the amount')
  if (amountMinor === 0n) return 0n
  return (eligibleMinor * (amountMinor - returnedMinor)) / amountMinor
}

/**
 * Points that a return of `amountMinor` takes back from a purchase, of the earning rule and of each further rule that gave some: what the
 * purchase still has, less what the rules give for the eligible amount that remains. Any sequence of partial returns therefore ends at
 * zero points, whatever the rounding.
 */
export function reverseShares(
  { base, further }: { readonly base: EarningTerms; readonly further: readonly Giving[] },
  purchase: ReturnablePurchase,
  amountMinor: bigint,
): bigint[] {
  assert(amountMinor > 0n && amountMinor <= remainingMinor(purchase), 'a return fits into what remains of the purchase')
  const dueAfter = (returnedMinor: bigint) => givePoints(base, further, remainingEligible(purchase, returnedMinor))
  const before = dueAfter(purchase.returnedMinor)
  const after = dueAfter(purchase.returnedMinor + amountMinor)
  assert(
    sumOf(before) === purchase.points - purchase.pointsReversed,
    'the rules are those by which the purchase earned',
  )
  assert(sumOf(after) <= sumOf(before), 'less earns no more')
  return takenShares(before, after)
}

/** Matches a return that names no order to purchases, newest first, up to what remains of each. */
export function matchReturn<Purchase extends ReturnablePurchase>(
  newestFirst: readonly Purchase[],
  amountMinor: bigint,
): { allocations: Allocation<Purchase>[]; unmatchedMinor: bigint } {
  assert(amountMinor >= 0n, 'a return has an amount')
  const allocations: Allocation<Purchase>[] = []
  let unmatchedMinor = amountMinor
  for (const purchase of newestFirst) {
    if (unmatchedMinor === 0n) break
    const remaining = remainingMinor(purchase)
    const taken = remaining < unmatchedMinor ? remaining : unmatchedMinor
    if (taken === 0n) continue
    allocations.push({ purchase, amountMinor: taken })
    unmatchedMinor -= taken
  }
  return { allocations, unmatchedMinor }
}
