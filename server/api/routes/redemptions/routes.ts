import type { Route } from '../../route.ts'
import { cancelClaimRoute } from './cancel-claim.ts'
import { captureRedemptionRoute } from './capture-redemption.ts'
import { claimRewardRoute } from './claim-reward.ts'
import { consentAsMemberRoute } from './consent-as-member.ts'
import { consentByApprovalRoute } from './consent-by-approval.ts'
import { consentToRedemptionRoute } from './consent-to-redemption.ts'
import { declineAsMemberRoute } from './decline-as-member.ts'
import { declineByApprovalRoute } from './decline-by-approval.ts'
import { holdPointsRoute } from './hold-points.ts'
import { listOwnApprovalsRoute } from './list-own-approvals.ts'
import { listRedemptionsRoute } from './list-redemptions.ts'
import { quoteRedemptionRoute } from './quote-redemption.ts'
import { readApprovalRoute } from './read-approval.ts'
import { readOwnRedemptionReceiptRoute } from './read-own-redemption-receipt.ts'
import { readRedemptionReceiptRoute } from './read-redemption-receipt.ts'
import { readRedemptionRoute } from './read-redemption.ts'
import { readRestorationRoute } from './read-restoration.ts'
import { restoreRedemptionRoute } from './restore-redemption.ts'
import { voidRedemptionRoute } from './void-redemption.ts'
import type { RedemptionsDeps } from './deps.ts'

/** The routes of redemptions, in the order of the document. */
export const redemptionsRoutes: readonly Route<RedemptionsDeps>[] = [
  cancelClaimRoute,
  claimRewardRoute,
  listOwnApprovalsRoute,
  consentAsMemberRoute,
  declineAsMemberRoute,
  quoteRedemptionRoute,
  holdPointsRoute,
  listRedemptionsRoute,
  readRedemptionRoute,
  readRedemptionReceiptRoute,
  readOwnRedemptionReceiptRoute,
  consentToRedemptionRoute,
  captureRedemptionRoute,
  voidRedemptionRoute,
  restoreRedemptionRoute,
  readRestorationRoute,
  readApprovalRoute,
  consentByApprovalRoute,
  declineByApprovalRoute,
]
