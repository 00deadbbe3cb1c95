import type { z } from 'zod'

import type { Json, StoredAnswer } from '../../../actions/requests/idempotency.ts'
import type { PurchaseView } from '../../../actions/purchases/purchase-view.ts'
import type { PurchaseOutcome } from '../../../actions/purchases/record-purchases.ts'
import type { StoredEarningRule } from '../../../database/earning-rules.ts'
import type { Purchase } from '../../../database/purchases.ts'
import { assert } from '../../../domain/assert.ts'
import { answerOne } from '../../answer-submission.ts'
import { explainEarning } from '../../../domain/earning.ts'
import type { SkippedRule } from '../../../domain/programme/decide-rules.ts'
import { readInputs, readShares, type Share } from '../../../domain/programme/shares.ts'
import { presentEntry } from './present-entry.ts'
import { makeProblem, problemOf, type Fault, type ProblemBody } from '../../problems.ts'
import {
  PurchaseResponse,
  RecordPurchasesResponse,
  type EarningResponse,
  type ReadPurchaseResponse,
} from '../../schemas/purchases/purchases.ts'

/** What a purchase earned, and by which rules beside the earning rule. */
interface Earned {
  readonly eligibleMinor: bigint
  /** Of the earning rule, and then of each further rule. */
  readonly shares: readonly Share[]
  readonly skipped: readonly SkippedRule[]
}

/** Why these points. */
export function presentEarning(
  rule: StoredEarningRule,
  { eligibleMinor, shares, skipped }: Earned,
): z.input<typeof EarningResponse> {
  return {
    earningRuleId: rule.id,
    version: rule.version,
    points: String(rule.points),
    perMinor: String(rule.perMinor),
    pointsMax: String(rule.pointsMax),
    explanation: explainEarning(rule, eligibleMinor).formula,
    rules: shares.slice(1).map(({ id, points }) => ({ ruleId: id, points: String(points) })),
    skipped: skipped.map(({ id, fault }) => ({ ruleId: id, fault })),
  }
}

/** What is kept of a purchase's rules; of one whose member is erased, which of them could not tell is gone. */
function earnedBy({ eligibleMinor, shares, inputs }: Pick<Purchase, 'eligibleMinor' | 'shares' | 'inputs'>): Earned {
  return {
    eligibleMinor,
    shares: shares === null ? [] : readShares(shares),
    skipped: inputs === null ? [] : readInputs(inputs).skipped,
  }
}

/** The facts of a purchase, with the state that it has when it is accepted. */
export function presentPurchase(
  purchase: Omit<Purchase, 'seq' | 'orderRef'> & { readonly orderRef: string },
  rule: StoredEarningRule,
): z.input<typeof PurchaseResponse> {
  return {
    purchaseId: purchase.id,
    partnerId: purchase.partnerId,
    memberId: purchase.memberId,
    orderRef: purchase.orderRef,
    locationId: purchase.locationId,
    currency: purchase.currency,
    amountMinor: String(purchase.amountMinor),
    eligibleMinor: String(purchase.eligibleMinor),
    points: String(purchase.points),
    state: purchase.points > 0n ? 'accepted' : 'no_points',
    earning: presentEarning(rule, earnedBy(purchase)),
    metadata: { ...purchase.metadata },
    occurredAt: purchase.occurredAt.toISOString(),
    recordedAt: purchase.recordedAt.toISOString(),
  }
}

/** The answer to one recorded purchase: 201 when it is new, 200 when it was there. A refusal is thrown. */
export function answerPurchase(outcomes: readonly PurchaseOutcome[]): StoredAnswer {
  return answerOne(outcomes, ({ purchase, rule }) => PurchaseResponse.parse(presentPurchase(purchase, rule)) as Json)
}

function presentRefusal(orderRef: string | null, problem: ProblemBody) {
  const { code, title, status, details, errors } = problem
  return {
    outcome: 'refused' as const,
    orderRef,
    problem: { code, title, status, details, errors: errors && [...errors] },
  }
}

function presentOutcome(orderRef: string, outcome: PurchaseOutcome) {
  return outcome.status === 'refused'
    ? presentRefusal(orderRef, problemOf(outcome.rejection))
    : {
        outcome: outcome.status,
        orderRef,
        purchaseId: outcome.purchase.id,
        points: String(outcome.purchase.points),
        earningRuleVersion: outcome.rule.version,
      }
}

/** A purchase of a list: well formed, or refused for its form alone. */
export type ListedPurchase = { readonly orderRef: string } | { readonly faults: readonly Fault[] }

/** The answer to a list: always 200, an outcome for each purchase in the order of the request. */
export function answerPurchases(listed: readonly ListedPurchase[], outcomes: readonly PurchaseOutcome[]): StoredAnswer {
  const remaining = outcomes.values()
  const purchases = listed.map((one) => {
    if ('faults' in one) return presentRefusal(null, makeProblem('malformed_request', {}, one.faults))
    const outcome = remaining.next().value
    assert(outcome !== undefined, 'every well-formed purchase has an outcome')
    return presentOutcome(one.orderRef, outcome)
  })
  const count = (kind: string) => purchases.filter(({ outcome }) => outcome === kind).length
  const body = { recorded: count('recorded'), repeated: count('repeated'), refused: count('refused'), purchases }
  return { status: 200, body: RecordPurchasesResponse.parse(body) as Json }
}

/** A purchase with its state, its entries and what returns took back. */
export function presentPurchaseView(view: PurchaseView): z.input<typeof ReadPurchaseResponse> {
  return {
    ...presentPurchase({ ...view.purchase, orderRef: '' }, view.rule),
    orderRef: view.purchase.orderRef,
    state: view.state,
    parkedReason: view.parkedReason,
    entries: view.entries.map(presentEntry),
    returnedMinor: String(view.purchase.returnedMinor),
    pointsReversed: String(view.purchase.pointsReversed),
  }
}
