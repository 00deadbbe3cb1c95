import type { z } from 'zod'

import type { Json, StoredAnswer } from '../actions/idempotency.ts'
import type { PurchaseOutcome } from '../actions/record-purchases.ts'
import type { StoredEarningRule } from '../database/earning-rules.ts'
import type { Purchase } from '../database/purchases.ts'
import { explainEarning } from '../domain/earning.ts'
import { makeProblem } from './problems.ts'
import { PurchaseResponse, RecordPurchasesResponse, type EarningResponse } from './schemas/purchases.ts'

/** Why these points. */
export function presentEarning(rule: StoredEarningRule, eligibleMinor: bigint): z.input<typeof EarningResponse> {
  return {
    earningRuleId: rule.id,
    version: rule.version,
    points: String(rule.points),
    perMinor: String(rule.perMinor),
    pointsMax: String(rule.pointsMax),
    explanation: explainEarning(rule, eligibleMinor).formula,
  }
}

/** The facts of a purchase, with the state that it has when it is accepted. */
export function presentPurchase(purchase: Purchase, rule: StoredEarningRule): z.input<typeof PurchaseResponse> {
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
    earning: presentEarning(rule, purchase.eligibleMinor),
    occurredAt: purchase.occurredAt.toISOString(),
    recordedAt: purchase.recordedAt.toISOString(),
  }
}

/** The answer to one recorded purchase: 201 when it is new, 200 when it was there. A refusal is thrown. */
export function answerPurchase([outcome]: readonly PurchaseOutcome[]): StoredAnswer {
  if (outcome === undefined || outcome.status === 'refused') throw outcome?.rejection ?? new Error('no outcome')
  const body = PurchaseResponse.parse(presentPurchase(outcome.purchase, outcome.rule)) as Json
  return { status: outcome.status === 'recorded' ? 201 : 200, body }
}

function presentOutcome(orderRef: string, outcome: PurchaseOutcome) {
  if (outcome.status !== 'refused')
    return {
      outcome: outcome.status,
      orderRef,
      purchaseId: outcome.purchase.id,
      points: String(outcome.purchase.points),
      earningRuleVersion: outcome.rule.version,
    }
  const { code, title, status, details } = makeProblem(outcome.rejection.code, outcome.rejection.details)
  return {
    outcome: outcome.status,
    orderRef,
    problem: { code, title, status, ...(details === undefined ? {} : { details }) },
  }
}

/** The answer to a list: always 200, an outcome for each purchase. */
export function answerPurchases(orderRefs: readonly string[], outcomes: readonly PurchaseOutcome[]): StoredAnswer {
  const count = (status: PurchaseOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length
  const body = RecordPurchasesResponse.parse({
    recorded: count('recorded'),
    repeated: count('repeated'),
    refused: count('refused'),
    purchases: outcomes.map((outcome, at) => presentOutcome(orderRefs[at] ?? '', outcome)),
  }) as Json
  return { status: 200, body }
}
