import type { Database } from '../../database/engine/client.ts'
import { listRewardsByIds } from '../../database/rewards.ts'
import { assert } from '../../domain/assert.ts'
import type { Ids } from '../../domain/environment.ts'
import { isOwnClaim, ownClaimReference } from '../../domain/own-claims.ts'
import { HOLD_SECONDS_DEFAULT } from '../../domain/redemption-order.ts'
import { Rejection } from '../../domain/rejection.ts'
import {
  keepAnswers,
  type KeyedRequest,
  keyName,
  listGivenAnswers,
  orFirstAnswer,
  type StoredAnswer,
} from '../requests/idempotency.ts'
import type { HoldIntake } from './hold-points.ts'
import { listRedemptionDetails, type RedemptionDetails } from './list-redemption-details.ts'
import { listOwnHolds } from './own-holds.ts'
import type { HoldOutcome } from './place-holds.ts'
import type { ApprovalDeps } from './read-approval.ts'

export interface ClaimRewardDeps extends ApprovalDeps {
  readonly db: Database
  readonly ids: Ids
  readonly holdIntake: HoldIntake
}

type Keyed = Omit<KeyedRequest<never>, 'present'>

/** A reward that a member claims: the hold of it, and whether a request before had the same key. */
interface ClaimedReward {
  readonly redemption: RedemptionDetails
  readonly replayed: boolean
}

/**
 * Holds a reward for a member who asks for it away from any till. There is no basket then, so that a reward which needs one
 * can only be had at a till. Asked again while the hold is open, it is the same one: reloading the page takes no more. Under a key it is
 * the same one for as long as the key is kept, open or not, and shown as it is by then.
 */
export async function claimReward(
  deps: ClaimRewardDeps,
  { memberId, rewardId, keyed = null }: { memberId: string; rewardId: string; keyed?: Keyed | null },
): Promise<ClaimedReward> {
  const claim = () => claimOnce(deps, { memberId, rewardId, keyed })
  return orFirstAnswer(claim)
}

async function claimOnce(
  deps: ClaimRewardDeps,
  { memberId, rewardId, keyed }: { memberId: string; rewardId: string; keyed: Keyed | null },
): Promise<ClaimedReward> {
  const before = keyed === null ? undefined : (await listGivenAnswers(deps.db, [keyed])).get(keyName(keyed))
  if (before instanceof Rejection) throw before
  if (before !== undefined) return { redemption: await readHeld(deps, before), replayed: true }
  const [reward] = await listRewardsByIds(deps.db, [rewardId])
  if (reward === undefined) throw new Rejection('reward_unknown', { rewardId })
  const open = (await listOwnHolds(deps, memberId)).find((hold) => isOwnClaim(hold) && hold.rewardId === rewardId)
  if (open !== undefined && open.consentKind === null) {
    const answers = keyed === null ? [] : [{ keyed, answer: heldAnswer(open) }]
    await deps.db.transaction((tx) => keepAnswers(tx, deps.clock.now(), answers))
    return { redemption: open, replayed: false }
  }
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
  const present = ([outcome]: readonly HoldOutcome[]) => {
    assert(outcome !== undefined && outcome.status !== 'refused', 'only a hold is kept')
    return heldAnswer(outcome.redemption)
  }
  const asked = { partnerId: reward.partnerId, items: [item], keyed: keyed && { ...keyed, present } }
  const submitted = await deps.holdIntake.submit(asked)
  if (submitted.status === 'refused') throw submitted.rejection
  if (submitted.status === 'answered_before')
    return { redemption: await readHeld(deps, submitted.answer), replayed: true }
  const [outcome] = submitted.outcomes
  assert(outcome !== undefined, 'a hold has an outcome')
  if (outcome.status === 'refused') throw outcome.rejection
  return { redemption: outcome.redemption, replayed: false }
}

/** What is kept under a key: which hold it was. */
const heldAnswer = ({ id }: RedemptionDetails): StoredAnswer => ({ status: 201, body: { redemptionId: id } })

async function readHeld(deps: ClaimRewardDeps, { body }: StoredAnswer): Promise<RedemptionDetails> {
  const { redemptionId } = body as { redemptionId: string }
  const redemption = (await listRedemptionDetails(deps.db, deps, [redemptionId])).get(redemptionId)
  assert(redemption !== undefined, 'a redemption stays')
  return redemption
}
