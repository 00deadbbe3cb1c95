import type { StoredEarningRule } from '../../database/earning-rules.ts'
import type { Partner } from '../../database/partners.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { POINTS_PER_PURCHASE_MAX } from '../../domain/earning.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Largest figures of a rule: what an int8 column holds after any multiplication that the rule makes. */
export const RULE_POINTS_MAX = 1_000_000n
export const RULE_PER_MINOR_MAX = 1_000_000_000n

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
  { id: partnerId, currency }: Partner,
  { version, points, perMinor, pointsMax, validFrom }: NewEarningRule & { version: number; validFrom: Date },
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
