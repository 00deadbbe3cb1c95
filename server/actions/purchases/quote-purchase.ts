import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { findPartner } from '../../database/partners.ts'
import { chooseRule, earnPoints } from '../../domain/earning.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { checkAmount, checkTrade } from './purchase-facts.ts'

/** A purchase that might be made. */
export interface QuotedPurchase {
  readonly partnerId: number
  readonly currency: string
  readonly amountMinor: bigint
  readonly eligibleMinor: bigint | null
  /** Null is now. */
  readonly occurredAt: Date | null
}

export interface Quote {
  readonly points: bigint
  readonly eligibleMinor: bigint
  readonly rule: StoredEarningRule
}

/** Tells what a purchase would earn; nothing is recorded. */
export async function quotePurchase(
  { db, clock }: { db: Reader; clock: Clock },
  asked: QuotedPurchase,
): Promise<Quote> {
  const { partnerId, amountMinor } = asked
  const now = clock.now()
  const occurredAt = asked.occurredAt ?? now
  const partner = await findPartner(db, partnerId)
  if (partner === null) throw new Rejection('partner_unknown', { partnerId })
  const eligibleMinor = asked.eligibleMinor ?? amountMinor
  checkTrade({ currency: asked.currency, occurredAt }, partner.currency, now)
  checkAmount(amountMinor, 0n)
  checkAmount(eligibleMinor, 0n, amountMinor)
  const rule = chooseRule(await listEarningRules(db, [partnerId]), occurredAt)
  if (rule === null) throw new Rejection('no_earning_rule', { occurredAt: occurredAt.toISOString() })
  return { points: earnPoints(rule, eligibleMinor), eligibleMinor, rule }
}
