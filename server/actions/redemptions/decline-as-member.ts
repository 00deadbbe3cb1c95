import type { Changed, KeyedChange, RedemptionIntake } from './change-redemptions.ts'
import { voidRedemption } from './void-redemption.ts'

/**
 * A member who is signed in says no to a hold of their points, or takes back a consent that was not captured yet: the points
 * are free at once. Done again, it gives the same answer.
 */
export function declineAsMember(
  deps: { redemptionIntake: RedemptionIntake },
  { redemptionId, memberId }: { redemptionId: string; memberId: string },
  keyed: KeyedChange | null = null,
): Promise<Changed> {
  return voidRedemption(deps, { redemptionId, memberId, partnerId: null }, 'member', keyed)
}
