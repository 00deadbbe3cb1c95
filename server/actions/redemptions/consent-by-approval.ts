import { consentToRedemption, type ConsentDeps, type ConsentProof } from './consent-to-redemption.ts'
import { type Approval, type ApprovalDeps, approvalOf, openApproval } from './read-approval.ts'

/** Records the consent of a member who followed an approval link. */
export async function consentByApproval(
  deps: ConsentDeps & ApprovalDeps,
  link: { redemptionId: string; secret: string | null },
  proof: ConsentProof,
): Promise<Approval> {
  await openApproval(deps, link)
  const named = { redemptionId: link.redemptionId, partnerId: null, memberId: null }
  return approvalOf(deps, await consentToRedemption(deps, named, proof))
}
