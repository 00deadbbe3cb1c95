import type { Route } from './route.ts'
import { addCharityRoute } from './routes/rewards/add-charity.ts'
import { addPartnerRoute } from './routes/partners/add-partner.ts'
import { addRewardCodesRoute } from './routes/rewards/add-reward-codes.ts'
import { addRewardRoute } from './routes/rewards/add-reward.ts'
import { announceRecoveryRoute } from './routes/accounts/announce-recovery.ts'
import { askMoveOrderRoute } from './routes/accounts/ask-move-order.ts'
import { cancelClaimRoute } from './routes/redemptions/cancel-claim.ts'
import { cancelRecoveryRoute } from './routes/accounts/cancel-recovery.ts'
import { captureRedemptionRoute } from './routes/redemptions/capture-redemption.ts'
import { changeAllowanceRoute } from './routes/partners/change-allowance.ts'
import { claimRewardRoute } from './routes/redemptions/claim-reward.ts'
import { completeRecoveryRoute } from './routes/accounts/complete-recovery.ts'
import { consentAsMemberRoute } from './routes/redemptions/consent-as-member.ts'
import { consentByApprovalRoute } from './routes/redemptions/consent-by-approval.ts'
import { consentToRedemptionRoute } from './routes/redemptions/consent-to-redemption.ts'
import { declineAsMemberRoute } from './routes/redemptions/decline-as-member.ts'
import { declineByApprovalRoute } from './routes/redemptions/decline-by-approval.ts'
import { drawOwnCardRoute } from './routes/members/draw-own-card.ts'
import { enrolMemberRoute } from './routes/members/enrol-member.ts'
import { enrolPasskeyRoute } from './routes/sign-in/enrol-passkey.ts'
import { findClaimRoute } from './routes/rewards/find-claim.ts'
import { findPurchaseRoute } from './routes/purchases/find-purchase.ts'
import { findRedemptionRoute } from './routes/redemptions/find-redemption.ts'
import { freezeAccountRoute } from './routes/accounts/freeze-account.ts'
import { holdPointsRoute } from './routes/redemptions/hold-points.ts'
import { issueApiKeyRoute } from './routes/partners/issue-api-key.ts'
import { listApiKeysRoute } from './routes/partners/list-api-keys.ts'
import { listCharitiesRoute } from './routes/rewards/list-charities.ts'
import { listMemberEntriesRoute } from './routes/purchases/list-member-entries.ts'
import { listOwnApprovalsRoute } from './routes/redemptions/list-own-approvals.ts'
import { listOwnClaimsRoute } from './routes/rewards/list-own-claims.ts'
import { listPartnersRoute } from './routes/partners/list-partners.ts'
import { listRewardsRoute } from './routes/rewards/list-rewards.ts'
import { moveAccountRoute } from './routes/accounts/move-account.ts'
import { quotePurchaseRoute } from './routes/purchases/quote-purchase.ts'
import { quoteRedemptionRoute } from './routes/redemptions/quote-redemption.ts'
import { readApprovalRoute } from './routes/redemptions/read-approval.ts'
import { readBatchRoute } from './routes/purchases/read-batch.ts'
import { readCardCodeRoute } from './routes/members/read-card-code.ts'
import { readFreezeOrderRoute } from './routes/accounts/read-freeze-order.ts'
import { readHistoryRoute } from './routes/purchases/read-history.ts'
import { readLedgerRoute } from './routes/status/read-ledger.ts'
import { readMeRoute } from './routes/members/read-me.ts'
import { readMemberRoute } from './routes/members/read-member.ts'
import { readOwnReceiptRoute } from './routes/purchases/read-own-receipt.ts'
import { readPartnerTotalsRoute } from './routes/partners/read-partner-totals.ts'
import { readPartnerRoute } from './routes/partners/read-partner.ts'
import { readPointsOverTimeRoute } from './routes/purchases/read-points-over-time.ts'
import { readPurchaseRoute } from './routes/purchases/read-purchase.ts'
import { readReceiptRoute } from './routes/purchases/read-receipt.ts'
import { readRecoveryOrderRoute } from './routes/accounts/read-recovery-order.ts'
import { readRecoveryRefusalRoute } from './routes/accounts/read-recovery-refusal.ts'
import { readRecoveryRoute } from './routes/accounts/read-recovery.ts'
import { readRedemptionRoute } from './routes/redemptions/read-redemption.ts'
import { readRestorationRoute } from './routes/redemptions/read-restoration.ts'
import { readReturnRoute } from './routes/purchases/read-return.ts'
import { readRewardRoute } from './routes/rewards/read-reward.ts'
import { readStatusRoute } from './routes/status/read-status.ts'
import { recordPurchaseRoute } from './routes/purchases/record-purchase.ts'
import { recordPurchasesRoute } from './routes/purchases/record-purchases.ts'
import { recordReturnRoute } from './routes/purchases/record-return.ts'
import { redeemClaimRoute } from './routes/rewards/redeem-claim.ts'
import { refuseRecoveryRoute } from './routes/accounts/refuse-recovery.ts'
import { resetPinRoute } from './routes/sign-in/reset-pin.ts'
import { restoreRedemptionRoute } from './routes/redemptions/restore-redemption.ts'
import { resumePartnerRoute } from './routes/partners/resume-partner.ts'
import { revokeApiKeyRoute } from './routes/partners/revoke-api-key.ts'
import { searchMembersRoute } from './routes/members/search-members.ts'
import { setEarningRuleRoute } from './routes/partners/set-earning-rule.ts'
import { setOwnPinRoute } from './routes/sign-in/set-own-pin.ts'
import { setPinRoute } from './routes/sign-in/set-pin.ts'
import { signInRoute } from './routes/sign-in/sign-in.ts'
import { signOutRoute } from './routes/sign-in/sign-out.ts'
import { startPasskeyChallengeRoute } from './routes/sign-in/start-passkey-challenge.ts'
import { startWalletChallengeRoute } from './routes/sign-in/start-wallet-challenge.ts'
import { suspendPartnerRoute } from './routes/partners/suspend-partner.ts'
import { unfreezeAccountRoute } from './routes/accounts/unfreeze-account.ts'
import { voidRedemptionRoute } from './routes/redemptions/void-redemption.ts'
import { withdrawRewardRoute } from './routes/rewards/withdraw-reward.ts'

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
