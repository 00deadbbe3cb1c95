import { divRoundHalfAway } from '../clearing/rounding.ts'
import { MICROS } from '../clearing/prices.ts'
import { LOTS_LIVE } from '../lots.ts'

/** Whole months before this one whose redemptions say what a point is worth. */
export const VALUE_MONTHS = 12

/** What became of the points of one epoch, over all accounts. */
export interface Cohort {
  readonly epoch: number
  /** Without those that returns took back. */
  readonly issued: bigint
  /** Without those that were given back. */
  readonly redeemed: bigint
  /** What is in accounts; of an epoch that is over, what expired there unseen. */
  readonly outstanding: bigint
}

/** What the ledger has counted, up to a final block. */
export interface LedgerSums {
  readonly cohorts: ReadonlyMap<number, Cohort>
  /** What each partner issued, less what it took back, by the epoch in which it did. */
  readonly issued: ReadonlyMap<number, ReadonlyMap<number, bigint>>
  /** What each partner redeemed, by the month (since 1970-01, UTC) in which it did. */
  readonly redeemed: ReadonlyMap<number, ReadonlyMap<number, bigint>>
}

/** Of something that is not whole: what is divided, and by what. */
export interface Ratio {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** What is still to come of the points of a partner, as far as that can be estimated. */
export interface Liability {
  /** Of the whole ledger, in epochs that have not expired. */
  readonly outstandingOfAll: bigint
  /** The part that stands for this partner. */
  readonly outstanding: bigint
  /** How many of the points of an epoch are redeemed in the end, by those that are over. */
  readonly redemptionRate: Ratio
  /** Epochs that are over, and that the rate is taken from; with none it is 1. */
  readonly closedEpochs: number
  /** Of the outstanding points: those that are likely to be redeemed. */
  readonly expected: bigint
  /** What a redeemed point costs, in millionths of a minor unit; null while no price is set. */
  readonly pointMicros: Ratio | null
  readonly liabilityMinor: bigint | null
  /** The same if every outstanding point were redeemed. */
  readonly liabilityMinorMax: bigint | null
}

export interface LiabilityFacts {
  readonly sums: LedgerSums
  readonly partnerId: number
  readonly currentEpoch: number
  readonly currentMonth: number
  /** The redeem price of each partner that has one now, in millionths of a minor unit. */
  readonly redeemMicros: ReadonlyMap<number, bigint>
}

/** Estimates what outstanding points of a partner will cost: docs/decisions/0041-figures.md has the formula. */
export function estimateLiability({ sums, partnerId, currentEpoch, ...facts }: LiabilityFacts): Liability {
  const isLive = ({ epoch }: Cohort) => epoch > currentEpoch - LOTS_LIVE
  const cohorts = [...sums.cohorts.values()].sort((a, b) => a.epoch - b.epoch)
  const closed = cohorts.filter((cohort) => !isLive(cohort) && cohort.issued > 0n)
  const redemptionRate = rateOf(closed)
  let [outstandingOfAll, outstanding, expected] = [0n, 0n, 0n]
  for (const cohort of cohorts.filter(isLive)) {
    const issued = sums.issued.get(cohort.epoch) ?? new Map<number, bigint>()
    const share = (points: bigint) => sharePoints(atLeastZero(points), issued).get(partnerId) ?? 0n
    const ofPartner = share(cohort.outstanding)
    outstandingOfAll += cohort.outstanding
    outstanding += ofPartner
    expected += least(ofPartner, share(least(cohort.outstanding, toCome(cohort, redemptionRate))))
  }
  const pointMicros = pointValue(sums.redeemed, facts)
  const worth = (points: bigint) =>
    pointMicros && divRoundHalfAway(points * pointMicros.numerator, pointMicros.denominator * MICROS)
  return {
    outstandingOfAll,
    outstanding,
    redemptionRate,
    closedEpochs: closed.length,
    expected,
    pointMicros,
    liabilityMinor: worth(expected),
    liabilityMinorMax: worth(outstanding),
  }
}

const least = (one: bigint, other: bigint) => (one < other ? one : other)
const atLeastZero = (points: bigint) => (points > 0n ? points : 0n)

/** Of an epoch's points: those that are redeemed in the end, rounded up, without those that are redeemed already. */
function toCome({ issued, redeemed }: Cohort, { numerator, denominator }: Ratio): bigint {
  return atLeastZero((issued * numerator + denominator - 1n) / denominator - redeemed)
}

function rateOf(closed: readonly Cohort[]): Ratio {
  if (closed.length === 0) return { numerator: 1n, denominator: 1n }
  const issued = closed.reduce((sum, cohort) => sum + cohort.issued, 0n)
  const redeemed = closed.reduce((sum, cohort) => sum + atLeastZero(cohort.redeemed), 0n)
  return { numerator: least(redeemed, issued), denominator: issued }
}

/** Divides points by weights, by number, to the last point: all shares together are what was divided. A weight below 0 has none. */
export function sharePoints(points: bigint, weights: ReadonlyMap<number, bigint>): Map<number, bigint> {
  const rows = [...weights].map(([id, weight]) => ({ id, weight: atLeastZero(weight) })).sort((a, b) => a.id - b.id)
  const all = rows.reduce((sum, { weight }) => sum + weight, 0n)
  const shares = new Map<number, bigint>()
  if (all === 0n) return shares
  let [counted, given] = [0n, 0n]
  for (const { id, weight } of rows) {
    counted += weight
    const upTo = (points * counted) / all
    shares.set(id, upTo - given)
    given = upTo
  }
  return shares
}

/** What a redeemed point costs on average: today's prices of the brands, weighted by what was redeemed there; the highest price where nothing was. */
function pointValue(
  redeemed: LedgerSums['redeemed'],
  { currentMonth, redeemMicros }: Pick<LiabilityFacts, 'currentMonth' | 'redeemMicros'>,
): Ratio | null {
  if (redeemMicros.size === 0) return null
  let [numerator, denominator] = [0n, 0n]
  for (let month = currentMonth - VALUE_MONTHS; month < currentMonth; month++)
    for (const [partnerId, points] of redeemed.get(month) ?? []) {
      numerator += atLeastZero(points) * (redeemMicros.get(partnerId) ?? 0n)
      denominator += atLeastZero(points)
    }
  if (denominator > 0n) return { numerator, denominator }
  const highest = [...redeemMicros.values()].reduce((max, price) => (price > max ? price : max))
  return { numerator: highest, denominator: 1n }
}
