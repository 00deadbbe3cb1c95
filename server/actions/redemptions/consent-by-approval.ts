import { consentToRedemption, type ConsentDeps, type ConsentProof } from './consent-to-redemption.ts'
import type { Changed, KeyedChange } from './change-redemptions.ts'
import { type ApprovalDeps, openApproval } from './read-approval.ts'
import { fromTill } from '../sign-in/verify-pin.ts'

/**
 * Records the consent of a member who followed an approval link. The till knows the link as well: unless the browser is known to the
 * member, a PIN counts as one that was entered at the till.
 */
export async function consentByApproval(
  deps: ConsentDeps & ApprovalDeps,
  { device, ...link }: { redemptionId: string; secret: string | null; device: string | null },
  proof: ConsentProof,
  keyed: KeyedChange | null = null,
): Promise<Changed> {
  const { partnerId } = await openApproval(deps, link)
  const from = { ...fromTill(partnerId), device }
  const named = { redemptionId: link.redemptionId, partnerId: null, memberId: null }
  return consentToRedemption(deps, named, proof, { from, keyed })
}
