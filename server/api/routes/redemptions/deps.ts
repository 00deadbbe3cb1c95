import type { ClaimRewardDeps } from '../../../actions/redemptions/claim-reward.ts'
import type { ConsentDeps } from '../../../actions/redemptions/consent-to-redemption.ts'
import type { QuoteDeps } from '../../../actions/redemptions/quote-redemption.ts'
import type { ApprovalDeps } from '../../../actions/redemptions/read-approval.ts'
import type { RestoreDeps } from '../../../actions/redemptions/restore-redemption.ts'
import type { ApprovalSecret } from '../../../actions/redemptions/approval-secret.ts'
import { routeFor } from '../../route.ts'

/** What the routes of redemptions hand to actions. */
export type RedemptionsDeps = ClaimRewardDeps &
  ConsentDeps &
  QuoteDeps &
  ApprovalDeps &
  RestoreDeps & {
    readonly approvalSecret: ApprovalSecret
    /** Where people reach the server: the approval link begins with it. */
    readonly publicUrl: string
    /** The contract that burns: receipts name it. */
    readonly redemptionAddress: string
  }

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<RedemptionsDeps>()
