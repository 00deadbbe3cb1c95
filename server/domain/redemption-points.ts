import {
  EXPIRY_MARGIN_MS,
  type HoldLimits,
  NONCE_MAX,
  REDEMPTION_POINTS_MAX,
  REDEMPTION_POINTS_MIN,
  REFUSALS_MAX,
  REFUSALS_WINDOW_MS,
} from './redemption-order.ts'
import { epochAt, liveLots, type EpochScale, type Lot } from './lots.ts'
import type { RedeemRate } from './redeem-rates.ts'
import { Rejection } from './rejection.ts'

/** What an account has, and what of it is spoken for. */
export interface SpendingFacts {
  readonly lots: readonly Lot[]
  /** Held, or captured and not burned yet. */
  readonly pointsReserved: bigint
  /** What returns that wait will take, as a number of 0 or more. */
  readonly pointsLeaving: bigint
  /** The highest nonce of any order of the account. */
  readonly lastNonce: number
  readonly isFrozen: boolean
  /** On its way to another key. */
  readonly isMoving: boolean
  /** Its points have moved to another address for ever. */
  readonly isClosed: boolean
  /** Until when nothing is held, because the chain refused too many orders for the signature; null when it did not. */
  readonly pausedUntil: Date | null
}

/** Confirmed points and the part of them that can be spent now. */
export interface SpendablePoints {
  readonly pointsConfirmed: bigint
  readonly pointsAvailable: bigint
}

/** What can be spent: lots that live a while longer, less what is spoken for. Never below 0. */
export function spendablePoints(
  { lots, pointsReserved, pointsLeaving }: Pick<SpendingFacts, 'lots' | 'pointsReserved' | 'pointsLeaving'>,
  now: Date,
  scale: EpochScale,
): SpendablePoints {
  const lasting = sumPoints(liveLots(lots, epochOf(now.getTime() + EXPIRY_MARGIN_MS, scale)))
  const available = lasting - pointsReserved - pointsLeaving
  return {
    pointsConfirmed: sumPoints(liveLots(lots, epochOf(now.getTime(), scale))),
    pointsAvailable: available > 0n ? available : 0n,
  }
}

/** The holds that a partner has open. */
export interface OpenHolds {
  readonly ofMember: number
  /** Without those that members hold for themselves. */
  readonly ofAll: number
}

/** Why a partner cannot open another hold on this member's points; null when it can. Members' own claims fill no quota of its. */
export function judgeQuota(open: OpenHolds, limits: HoldLimits, isOwnClaim: boolean): Rejection | null {
  if (open.ofMember >= limits.perMemberMax) return new Rejection('holds_too_many', { holdsMax: limits.perMemberMax })
  if (isOwnClaim || open.ofAll < limits.perPartnerMax) return null
  return new Rejection('partner_holds_too_many', { holdsMax: limits.perPartnerMax })
}

/** Why these points of this account cannot be held now; null when they can. */
export function judgeHold(facts: SpendingFacts, pointsAvailable: bigint, points: bigint): Rejection | null {
  if (points < REDEMPTION_POINTS_MIN || points > REDEMPTION_POINTS_MAX) return outOfRange()
  if (facts.isClosed) return new Rejection('account_closed')
  if (facts.isMoving) return new Rejection('account_moving')
  if (facts.isFrozen) return new Rejection('member_frozen')
  if (facts.pausedUntil !== null)
    return new Rejection('refusals_too_many', {
      refusalsMax: REFUSALS_MAX,
      pausedUntil: facts.pausedUntil.toISOString(),
    })
  if (facts.lastNonce >= NONCE_MAX) return new Rejection('nonces_used_up')
  if (points > pointsAvailable)
    return new Rejection('points_insufficient', {
      pointsAsked: String(points),
      pointsAvailable: String(pointsAvailable),
    })
  return null
}

/** When fewer than the most refusals will be left in the window, of those that are in it now, newest first; null: they are fewer. */
export function refusalPauseEnd(refusedAt: readonly Date[]): Date | null {
  const deciding = refusedAt[REFUSALS_MAX - 1]
  return deciding === undefined ? null : new Date(deciding.getTime() + REFUSALS_WINDOW_MS)
}

/** What points take off a basket, rounded down: a partner never gives more than its rate says. */
export function basketValue(rate: RedeemRate, points: bigint): bigint {
  return (points * rate.minor) / rate.points
}

/**
 * Why points cannot be taken off a basket; null when they can. Points that are worth nothing here would be lost to the
 * member, and points worth more than the basket would have to be given change for.
 */
export function judgeBasket(rate: RedeemRate, points: bigint, basketMinor: bigint | null): Rejection | null {
  const value = basketValue(rate, points)
  const pointsMin = divideUp(rate.points, rate.minor)
  if (points < pointsMin) return outOfRange(pointsMin)
  if (basketMinor === null || value <= basketMinor) return null
  // The largest number of points whose value still fits, since values are rounded down.
  const pointsMax = divideUp((basketMinor + 1n) * rate.points, rate.minor) - 1n
  return outOfRange(pointsMin, pointsMax)
}

function outOfRange(pointsMin = REDEMPTION_POINTS_MIN, pointsMax = REDEMPTION_POINTS_MAX): Rejection {
  return new Rejection('points_out_of_range', { pointsMin: String(pointsMin), pointsMax: String(pointsMax) })
}

function divideUp(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b
}

function epochOf(ms: number, scale: EpochScale): number {
  return epochAt(Math.floor(ms / 1_000), scale)
}

function sumPoints(lots: readonly Lot[]): bigint {
  return lots.reduce((sum, { points }) => sum + points, 0n)
}
