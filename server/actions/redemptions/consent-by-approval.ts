import { consentToRedemption, type ConsentDeps, type ConsentProof } from './consent-to-redemption.ts'
import type { Changed, KeyedChange } from './change-redemptions.ts'
import { type ApprovalDeps, openApproval } from './read-approval.ts'

/** Records the consent of a member who followed an approval link. */
export async function consentByApproval(
  deps: ConsentDeps & ApprovalDeps,
  link: { redemptionId: string; secret: string | null },
  proof: ConsentProof,
  keyed: KeyedChange | null = null,
): Promise<Changed> {
  await openApproval(deps, link)
  const named = { redemptionId: link.redemptionId, partnerId: null, memberId: null }
  return consentToRedemption(deps, named, proof, { keyed })
}
