import type { Redemption } from '../../database/redemptions.ts'
import type { Metadata } from '../../domain/metadata.ts'
import type { MemberReference } from '../members/member-reference.ts'

/** Points that a till wants to hold. */
export interface NewHold {
  readonly reference: string
  readonly member: MemberReference
  /** Null: the price of the reward. */
  readonly points: bigint | null
  readonly rewardId: string | null
  readonly basketMinor: bigint | null
  readonly locationId: string | null
  readonly expiresInSeconds: number
  readonly metadata: Metadata
}

/** The hold that a reference names already. */
type HeldBefore = Pick<Redemption, 'memberId' | 'points' | 'rewardId' | 'locationId' | 'expiresAt' | 'heldAt'>

/** What differs from the hold that the same reference names already. Metadata is no fact. `memberId` is null when nobody is known by that name. */
export function conflictsOfHold(before: HeldBefore, asked: NewHold, memberId: string | null): string[] {
  const lasts = before.expiresAt.getTime() - before.heldAt.getTime()
  const differs = {
    member: memberId !== before.memberId,
    // A reward's price may have changed since.
    points: asked.points !== null && (before.rewardId !== null || asked.points !== before.points),
    rewardId: asked.rewardId !== before.rewardId,
    locationId: asked.locationId !== before.locationId,
    expiresInSeconds: lasts !== asked.expiresInSeconds * 1_000,
  }
  return Object.entries(differs).flatMap(([field, isDifferent]) => (isDifferent ? [field] : []))
}
