import type { AddRewardDeps } from '../../../actions/rewards/add-reward.ts'
import type { RedeemClaimDeps } from '../../../actions/rewards/redeem-claim.ts'
import { routeFor } from '../../route.ts'

/** What the routes of rewards hand to actions. */
export type RewardsDeps = AddRewardDeps & RedeemClaimDeps

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<RewardsDeps>()
