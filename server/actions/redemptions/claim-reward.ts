import type { Database } from '../../database/engine/client.ts'
import { listRewardsByIds } from '../../database/rewards.ts'
import { assert } from '../../domain/assert.ts'
import type { Ids } from '../../domain/environment.ts'
import { isOwnClaim, ownClaimReference } from '../../domain/own-claims.ts'
import { HOLD_SECONDS_DEFAULT } from '../../domain/redemption-order.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { HoldIntake } from './hold-points.ts'
import { listOwnHolds } from './own-holds.ts'
import { type Approval, type ApprovalDeps, approvalOf } from './read-approval.ts'

export interface ClaimRewardDeps extends ApprovalDeps {
  readonly db: Database
  readonly ids: Ids
  readonly holdIntake: HoldIntake
}

/**
 * Holds a reward for a member who asks for it away from any till. There is no basket then, so that a reward which needs one
 * can only be had at a till. Asked again while the hold is open, it is the same one: reloading the page takes no more.
 */
export async function claimReward(
  deps: ClaimRewardDeps,
  { memberId, rewardId }: { memberId: string; rewardId: string },
): Promise<Approval> {
  const [reward] = await listRewardsByIds(deps.db, [rewardId])
  if (reward === undefined) throw new Rejection('reward_unknown', { rewardId })
  const open = (await listOwnHolds(deps, memberId)).find((hold) => isOwnClaim(hold) && hold.rewardId === rewardId)
  if (open !== undefined && open.consentKind === null) return approvalOf(deps, open)
  const item = {
    reference: ownClaimReference(deps.ids.next()),
    member: { kind: 'member', value: memberId } as const,
    points: null,
    rewardId,
    currency: null,
    basketMinor: null,
    locationId: null,
    expiresInSeconds: HOLD_SECONDS_DEFAULT,
    metadata: {},
  }
  const submitted = await deps.holdIntake.submit({ partnerId: reward.partnerId, items: [item], keyed: null })
  if (submitted.status === 'refused') throw submitted.rejection
  const [outcome] = submitted.status === 'done' ? submitted.outcomes : []
  assert(outcome !== undefined, 'a hold has an outcome')
  if (outcome.status === 'refused') throw outcome.rejection
  return approvalOf(deps, outcome.redemption)
}
