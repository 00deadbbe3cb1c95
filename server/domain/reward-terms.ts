import { Rejection } from './rejection.ts'
import { DAY_MS } from './utc-days.ts'

/** The contract's records have 48 bits. */
export const REWARD_POINTS_MIN = 1n
export const REWARD_POINTS_MAX = 2n ** 48n - 1n

/** Rewards that may have followed each other, so that their history is one answer. */
export const REWARD_VERSIONS_MAX = 50

type RewardKind = 'basket_discount' | 'product' | 'service' | 'gift_code' | 'access' | 'donation'

/** What the parts of a reward's terms must agree about. */
export interface RewardTerms {
  readonly kind: RewardKind
  readonly points: bigint
  readonly discountMinor: bigint | null
  readonly stock: bigint | null
  readonly validFrom: Date
  readonly validUntil: Date | null
  readonly charityId: string | null
}

/** What a reward's availability depends on. */
export interface RewardFacts {
  readonly kind: RewardKind
  readonly stock: bigint | null
  readonly perMemberMax: number | null
  readonly basketMinMinor: bigint
  readonly validFrom: Date
  readonly validUntil: Date | null
  readonly withdrawnAt: Date | null
}

/** What is spoken for, of all members and of the one who asks. */
export interface RewardSpokenFor {
  readonly claims: bigint
  readonly holds: bigint
  readonly ownClaims: bigint
  readonly ownHolds: bigint
  readonly codesLeft: bigint
}

/** Refuses terms whose parts contradict each other. */
export function checkRewardTerms(terms: RewardTerms): void {
  const { kind, points, discountMinor, stock, validFrom, validUntil, charityId } = terms
  const wrong = (field: string) => new Rejection('reward_terms_invalid', { field })
  if (points < REWARD_POINTS_MIN || points > REWARD_POINTS_MAX) throw wrong('points')
  if ((kind === 'basket_discount') !== (discountMinor !== null) || discountMinor === 0n) throw wrong('discountMinor')
  if ((kind === 'donation') !== (charityId !== null)) throw wrong('charityId')
  // As many gift codes as are in the pool: a second number could only be wrong.
  if (kind === 'gift_code' && stock !== null) throw wrong('stock')
  if (validUntil !== null && validUntil <= validFrom) throw wrong('validUntil')
}

/** How many of a reward can still be had; null when there is no end. An open hold has one. */
export function rewardsLeft({ kind, stock }: Pick<RewardFacts, 'kind' | 'stock'>, use: RewardSpokenFor): bigint | null {
  if (kind !== 'gift_code' && stock === null) return null
  const left = kind === 'gift_code' ? use.codesLeft - use.holds : (stock ?? 0n) - use.claims - use.holds
  return left > 0n ? left : 0n
}

/** What a partner sees of its reward: whether members can find it now, will, or could. */
export type RewardState = 'planned' | 'offered' | 'over' | 'withdrawn'

/** Whether a reward is in the catalogue; one that was withdrawn is nothing else any more. */
export function rewardState(
  { validFrom, validUntil, withdrawnAt }: Pick<RewardFacts, 'validFrom' | 'validUntil' | 'withdrawnAt'>,
  now: Date,
): RewardState {
  if (withdrawnAt !== null) return 'withdrawn'
  if (validFrom > now) return 'planned'
  return validUntil !== null && validUntil <= now ? 'over' : 'offered'
}

/** Why a member cannot have a reward now; null when they can. Without a basket (null), nothing is said about baskets. */
export function judgeReward(
  reward: RewardFacts,
  use: RewardSpokenFor,
  { basketMinor, now }: { basketMinor: bigint | null; now: Date },
): Rejection | null {
  const { perMemberMax, basketMinMinor } = reward
  if (rewardState(reward, now) !== 'offered') return new Rejection('reward_unavailable')
  if (basketMinor !== null && basketMinor < basketMinMinor)
    return new Rejection('reward_basket_too_small', { basketMinMinor: String(basketMinMinor) })
  if (perMemberMax !== null && use.ownClaims + use.ownHolds >= BigInt(perMemberMax))
    return new Rejection('reward_limit_reached', { perMemberMax })
  return rewardsLeft(reward, use) === 0n ? new Rejection('reward_out_of_stock') : null
}

/** Until when a claim may be used; null: for ever. */
export function claimExpiry(
  { claimDays, validUntil }: { claimDays: number | null; validUntil: Date | null },
  issuedAt: Date,
): Date | null {
  return claimDays === null ? validUntil : new Date(issuedAt.getTime() + claimDays * DAY_MS)
}

/** What people see of a claim: one that was not used in time has expired. */
export function claimState(
  { state, expiresAt }: { state: 'issued' | 'redeemed' | 'cancelled'; expiresAt: Date | null },
  now: Date,
): 'issued' | 'redeemed' | 'cancelled' | 'expired' {
  return state === 'issued' && expiresAt !== null && expiresAt <= now ? 'expired' : state
}
