import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { findPartner } from '../../database/partners.ts'
import type { Clock } from '../../domain/environment.ts'
import { NO_PROGRAMME } from '../../domain/programme/decide-rules.ts'
import { Rejection } from '../../domain/rejection.ts'
import { versionsIn } from '../../domain/versions.ts'
import type { FindProgrammes } from '../programme/live-programmes.ts'
import { type Earned, earnPurchase } from './earn-purchase.ts'
import { chooseRule } from './judge-purchase.ts'
import { checkAmount, checkTime } from './purchase-facts.ts'

/** A purchase that might be made. */
export interface QuotedPurchase {
  readonly partnerId: number
  readonly currency: string
  readonly amountMinor: bigint
  readonly eligibleMinor: bigint | null
  readonly locationId: string | null
  /** Whether it is quoted as for a member who bought nothing here before. */
  readonly firstPurchase: boolean
  /** Null is now. */
  readonly occurredAt: Date | null
}

export interface Quote extends Pick<Earned, 'points' | 'shares' | 'skipped'> {
  readonly eligibleMinor: bigint
  readonly rule: StoredEarningRule
}

/** Tells what a purchase would earn; nothing is recorded. */
export async function quotePurchase(
  { db, clock, findProgrammes }: { db: Reader; clock: Clock; findProgrammes: FindProgrammes },
  asked: QuotedPurchase,
): Promise<Quote> {
  const { partnerId, currency, amountMinor } = asked
  const now = clock.now()
  const occurredAt = asked.occurredAt ?? now
  const partner = await findPartner(db, partnerId)
  if (partner === null) throw new Rejection('partner_unknown', { partnerId })
  const eligibleMinor = asked.eligibleMinor ?? amountMinor
  const inCurrency = versionsIn(await listEarningRules(db, [partnerId]), { partnerId, currency })
  checkTime(occurredAt, now)
  checkAmount(amountMinor, 0n)
  checkAmount(eligibleMinor, 0n, amountMinor)
  const rule = chooseRule(inCurrency, occurredAt)
  const earned = earnPurchase({
    rule,
    programme: (await findProgrammes(db, [partnerId])).get(partnerId) ?? NO_PROGRAMME,
    occasion: { ...asked, eligibleMinor, occurredAt },
    timeZone: partner.timeZone,
  })
  return { points: earned.points, shares: earned.shares, skipped: earned.skipped, eligibleMinor, rule }
}
