import type { StoredEarningRule } from '../../database/earning-rules.ts'
import type { StoredRedeemRate } from '../../database/redeem-rates.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { POINTS_PER_PURCHASE_MAX } from '../../domain/earning.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { Version } from '../../domain/versions.ts'

/** Largest figures of a rule: what an int8 column holds after any multiplication that the rule makes. */
export const RULE_POINTS_MAX = 1_000_000n
export const RULE_PER_MINOR_MAX = 1_000_000_000n

/** Largest figures of a rate. */
export const RATE_POINTS_MAX = 1_000_000n
export const RATE_MINOR_MAX = 1_000_000_000n

/** Terms of a rate: so many points take so many minor units off a basket. */
export interface NewRedeemRate {
  readonly points: bigint
  readonly minor: bigint
  readonly validFrom: Date | null
}

/** Terms of a rule: so many points for every so many minor units. */
export interface NewEarningRule {
  readonly points: bigint
  readonly perMinor: bigint
  readonly pointsMax: bigint
  readonly validFrom: Date | null
}

function checkRange(name: string, value: bigint, min: bigint, max: bigint): void {
  if (value < min || value > max)
    throw new Rejection('amount_out_of_range', {
      field: name,
      amountMinor: String(value),
      amountMin: String(min),
      amountMax: String(max),
    })
}

/** Makes a version of a partner's rule within the bounds of any rule. */
export function makeEarningRule(
  { ids, clock }: { ids: Ids; clock: Clock },
  { partnerId, version, currency, points, perMinor, pointsMax, validFrom }: NewEarningRule & Version,
): StoredEarningRule {
  checkRange('points', points, 0n, RULE_POINTS_MAX)
  checkRange('perMinor', perMinor, 1n, RULE_PER_MINOR_MAX)
  checkRange('pointsMax', pointsMax, 0n, POINTS_PER_PURCHASE_MAX)
  return {
    id: ids.next(),
    partnerId,
    version,
    currency,
    points,
    perMinor,
    pointsMax,
    validFrom,
    createdAt: clock.now(),
  }
}

/** Makes a version of a partner's rate within the bounds of any rate. */
export function makeRedeemRate(
  { ids, clock }: { ids: Ids; clock: Clock },
  { partnerId, version, currency, points, minor, validFrom }: NewRedeemRate & Version,
): StoredRedeemRate {
  checkRange('points', points, 1n, RATE_POINTS_MAX)
  checkRange('minor', minor, 1n, RATE_MINOR_MAX)
  return { id: ids.next(), partnerId, version, currency, points, minor, validFrom, createdAt: clock.now() }
}
