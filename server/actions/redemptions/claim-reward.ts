import type { Database } from '../../database/engine/client.ts'
import { listOpenHolds } from '../../database/redemption-views.ts'
import { listRewardsByIds } from '../../database/rewards.ts'
import { assert } from '../../domain/assert.ts'
import type { Ids } from '../../domain/environment.ts'
import { isOwnClaim, ownClaimReference } from '../../domain/own-claims.ts'
import { HOLD_SECONDS_DEFAULT, OPEN_HOLDS_MAX } from '../../domain/redemption-order.ts'
import { Rejection } from '../../domain/rejection.ts'
import { consentToRedemption, type ConsentDeps, type ConsentProof } from './consent-to-redemption.ts'
import type { HoldOutcome, HoldSubmission } from './hold-points.ts'
import type { Intake } from '../requests/intake.ts'
import { type Approval, type ApprovalDeps, approvalOf } from './read-approval.ts'
import type { SubmissionOutcome } from '../requests/run-submissions.ts'
import { seeRedemptions, type SeenRedemption } from './see-redemptions.ts'

export interface ClaimRewardDeps extends ApprovalDeps {
  readonly db: Database
  readonly ids: Ids
  readonly holdIntake: Intake<HoldSubmission, SubmissionOutcome<HoldOutcome>>
}

/**
 * Holds a reward for a member who asks for it away from any till. There is no basket then, so that a reward which needs one
 * can only be had at a till. Asked again while the hold is open, it is the same one: a page that is loaded anew takes no more.
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
    basketMinor: null,
    locationId: null,
    expiresInSeconds: HOLD_SECONDS_DEFAULT,
  }
  const submitted = await deps.holdIntake.submit({ partnerId: reward.partnerId, items: [item], keyed: null })
  if (submitted.status === 'refused') throw submitted.rejection
  const [outcome] = submitted.status === 'done' ? submitted.outcomes : []
  assert(outcome !== undefined, 'a hold has an outcome')
  if (outcome.status === 'refused') throw outcome.rejection
  return approvalOf(deps, outcome.redemption)
}

/** What tills ask of a member who is signed in: the open holds, newest first. */
export async function listOwnApprovals(deps: ApprovalDeps & { db: Database }, memberId: string): Promise<Approval[]> {
  const holds = await listOwnHolds(deps, memberId)
  return Promise.all(holds.filter((hold) => !isOwnClaim(hold)).map((hold) => approvalOf(deps, hold)))
}

/**
 * The consent of a member who is signed in. A till captures for itself; where the member claims a reward away from a till,
 * the same transaction captures and gives them the claim.
 */
export async function consentAsMember(
  deps: ConsentDeps & ApprovalDeps & { db: Database },
  named: { redemptionId: string; memberId: string },
  proof: ConsentProof,
): Promise<SeenRedemption> {
  const redemption = (await seeRedemptions(deps.db, deps, [named.redemptionId])).get(named.redemptionId)
  const andCapture = redemption !== undefined && isOwnClaim(redemption)
  return consentToRedemption(deps, { ...named, partnerId: null }, proof, { andCapture })
}

async function listOwnHolds(deps: ApprovalDeps & { db: Database }, memberId: string): Promise<SeenRedemption[]> {
  const holds = await listOpenHolds(deps.db, { memberId, now: deps.clock.now(), rowsMax: OPEN_HOLDS_MAX })
  const ids = holds.map(({ id }) => id)
  const seen = await seeRedemptions(deps.db, deps, ids)
  return ids.flatMap((id) => seen.get(id) ?? [])
}
