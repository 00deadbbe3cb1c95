import type { Route } from './route.ts'
import { addCharityRoute } from './routes/add-charity.ts'
import { addPartnerRoute } from './routes/add-partner.ts'
import { addRewardCodesRoute } from './routes/add-reward-codes.ts'
import { addRewardRoute } from './routes/add-reward.ts'
import { announceRecoveryRoute } from './routes/announce-recovery.ts'
import { askMoveOrderRoute } from './routes/ask-move-order.ts'
import { cancelClaimRoute } from './routes/cancel-claim.ts'
import { cancelRecoveryRoute } from './routes/cancel-recovery.ts'
import { captureRedemptionRoute } from './routes/capture-redemption.ts'
import { changeAllowanceRoute } from './routes/change-allowance.ts'
import { claimRewardRoute } from './routes/claim-reward.ts'
import { completeRecoveryRoute } from './routes/complete-recovery.ts'
import { consentAsMemberRoute } from './routes/consent-as-member.ts'
import { consentByApprovalRoute } from './routes/consent-by-approval.ts'
import { consentToRedemptionRoute } from './routes/consent-to-redemption.ts'
import { declineAsMemberRoute } from './routes/decline-as-member.ts'
import { declineByApprovalRoute } from './routes/decline-by-approval.ts'
import { drawOwnCardRoute } from './routes/draw-own-card.ts'
import { enrolMemberRoute } from './routes/enrol-member.ts'
import { enrolPasskeyRoute } from './routes/enrol-passkey.ts'
import { findClaimRoute } from './routes/find-claim.ts'
import { findPurchaseRoute } from './routes/find-purchase.ts'
import { findRedemptionRoute } from './routes/find-redemption.ts'
import { freezeAccountRoute } from './routes/freeze-account.ts'
import { holdPointsRoute } from './routes/hold-points.ts'
import { issueApiKeyRoute } from './routes/issue-api-key.ts'
import { listApiKeysRoute } from './routes/list-api-keys.ts'
import { listCharitiesRoute } from './routes/list-charities.ts'
import { listMemberEntriesRoute } from './routes/list-member-entries.ts'
import { listOwnApprovalsRoute } from './routes/list-own-approvals.ts'
import { listOwnClaimsRoute } from './routes/list-own-claims.ts'
import { listPartnersRoute } from './routes/list-partners.ts'
import { listRewardsRoute } from './routes/list-rewards.ts'
import { moveAccountRoute } from './routes/move-account.ts'
import { quotePurchaseRoute } from './routes/quote-purchase.ts'
import { quoteRedemptionRoute } from './routes/quote-redemption.ts'
import { readApprovalRoute } from './routes/read-approval.ts'
import { readBatchRoute } from './routes/read-batch.ts'
import { readCardCodeRoute } from './routes/read-card-code.ts'
import { readFreezeOrderRoute } from './routes/read-freeze-order.ts'
import { readHistoryRoute } from './routes/read-history.ts'
import { readLedgerRoute } from './routes/read-ledger.ts'
import { readMeRoute } from './routes/read-me.ts'
import { readMemberRoute } from './routes/read-member.ts'
import { readOwnReceiptRoute } from './routes/read-own-receipt.ts'
import { readPartnerTotalsRoute } from './routes/read-partner-totals.ts'
import { readPartnerRoute } from './routes/read-partner.ts'
import { readPointsOverTimeRoute } from './routes/read-points-over-time.ts'
import { readPurchaseRoute } from './routes/read-purchase.ts'
import { readReceiptRoute } from './routes/read-receipt.ts'
import { readRecoveryOrderRoute } from './routes/read-recovery-order.ts'
import { readRecoveryRefusalRoute } from './routes/read-recovery-refusal.ts'
import { readRecoveryRoute } from './routes/read-recovery.ts'
import { readRedemptionRoute } from './routes/read-redemption.ts'
import { readRestorationRoute } from './routes/read-restoration.ts'
import { readReturnRoute } from './routes/read-return.ts'
import { readRewardRoute } from './routes/read-reward.ts'
import { readStatusRoute } from './routes/read-status.ts'
import { recordPurchaseRoute } from './routes/record-purchase.ts'
import { recordPurchasesRoute } from './routes/record-purchases.ts'
import { recordReturnRoute } from './routes/record-return.ts'
import { redeemClaimRoute } from './routes/redeem-claim.ts'
import { refuseRecoveryRoute } from './routes/refuse-recovery.ts'
import { resetPinRoute } from './routes/reset-pin.ts'
import { restoreRedemptionRoute } from './routes/restore-redemption.ts'
import { resumePartnerRoute } from './routes/resume-partner.ts'
import { revokeApiKeyRoute } from './routes/revoke-api-key.ts'
import { searchMembersRoute } from './routes/search-members.ts'
import { setEarningRuleRoute } from './routes/set-earning-rule.ts'
import { setOwnPinRoute } from './routes/set-own-pin.ts'
import { setPinRoute } from './routes/set-pin.ts'
import { signInRoute } from './routes/sign-in.ts'
import { signOutRoute } from './routes/sign-out.ts'
import { startPasskeyChallengeRoute } from './routes/start-passkey-challenge.ts'
import { startWalletChallengeRoute } from './routes/start-wallet-challenge.ts'
import { suspendPartnerRoute } from './routes/suspend-partner.ts'
import { unfreezeAccountRoute } from './routes/unfreeze-account.ts'
import { voidRedemptionRoute } from './routes/void-redemption.ts'
import { withdrawRewardRoute } from './routes/withdraw-reward.ts'

/** Every route of the API, in the order of the document. */
export const ROUTES: readonly Route[] = [
  enrolMemberRoute,
  searchMembersRoute,
  readMemberRoute,
  listMemberEntriesRoute,
  startWalletChallengeRoute,
  startPasskeyChallengeRoute,
  enrolPasskeyRoute,
  signInRoute,
  signOutRoute,
  readMeRoute,
  readPointsOverTimeRoute,
  readHistoryRoute,
  readLedgerRoute,
  setOwnPinRoute,
  drawOwnCardRoute,
  readCardCodeRoute,
  readOwnReceiptRoute,
  readFreezeOrderRoute,
  freezeAccountRoute,
  unfreezeAccountRoute,
  askMoveOrderRoute,
  moveAccountRoute,
  readRecoveryRefusalRoute,
  refuseRecoveryRoute,
  readRecoveryOrderRoute,
  announceRecoveryRoute,
  readRecoveryRoute,
  cancelRecoveryRoute,
  completeRecoveryRoute,
  addRewardRoute,
  withdrawRewardRoute,
  addRewardCodesRoute,
  listRewardsRoute,
  readRewardRoute,
  findClaimRoute,
  redeemClaimRoute,
  cancelClaimRoute,
  addCharityRoute,
  listCharitiesRoute,
  listOwnClaimsRoute,
  claimRewardRoute,
  listOwnApprovalsRoute,
  consentAsMemberRoute,
  declineAsMemberRoute,
  quotePurchaseRoute,
  recordPurchaseRoute,
  recordPurchasesRoute,
  findPurchaseRoute,
  readPurchaseRoute,
  recordReturnRoute,
  readReturnRoute,
  quoteRedemptionRoute,
  holdPointsRoute,
  findRedemptionRoute,
  readRedemptionRoute,
  consentToRedemptionRoute,
  captureRedemptionRoute,
  voidRedemptionRoute,
  restoreRedemptionRoute,
  readRestorationRoute,
  setPinRoute,
  resetPinRoute,
  readApprovalRoute,
  consentByApprovalRoute,
  declineByApprovalRoute,
  readBatchRoute,
  readReceiptRoute,
  readPartnerRoute,
  readPartnerTotalsRoute,
  readStatusRoute,
  addPartnerRoute,
  listPartnersRoute,
  suspendPartnerRoute,
  resumePartnerRoute,
  changeAllowanceRoute,
  setEarningRuleRoute,
  issueApiKeyRoute,
  listApiKeysRoute,
  revokeApiKeyRoute,
]
