import type { Route } from '../../route.ts'
import { addCharityRoute } from './add-charity.ts'
import { addRewardCodesRoute } from './add-reward-codes.ts'
import { addRewardRoute } from './add-reward.ts'
import { findClaimRoute } from './find-claim.ts'
import { listCharitiesRoute } from './list-charities.ts'
import { listClaimsRoute } from './list-claims.ts'
import { listOwnClaimsRoute } from './list-own-claims.ts'
import { listOwnRewardsRoute } from './list-own-rewards.ts'
import { listRewardVersionsRoute } from './list-reward-versions.ts'
import { listRewardsRoute } from './list-rewards.ts'
import { readRewardRoute } from './read-reward.ts'
import { redeemClaimRoute } from './redeem-claim.ts'
import { setRewardPictureRoute } from './set-reward-picture.ts'
import { withdrawRewardRoute } from './withdraw-reward.ts'
import type { RewardsDeps } from './deps.ts'

/** The routes of rewards, in the order of the document. */
export const rewardsRoutes: readonly Route<RewardsDeps>[] = [
  addRewardRoute,
  setRewardPictureRoute,
  withdrawRewardRoute,
  addRewardCodesRoute,
  listRewardsRoute,
  readRewardRoute,
  listOwnRewardsRoute,
  listRewardVersionsRoute,
  listClaimsRoute,
  findClaimRoute,
  redeemClaimRoute,
  addCharityRoute,
  listCharitiesRoute,
  listOwnClaimsRoute,
]
