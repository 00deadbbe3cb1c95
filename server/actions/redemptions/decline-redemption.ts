import type { RedemptionIntake } from './change-redemptions.ts'
import { type Approval, type ApprovalDeps, approvalOf, openApproval } from './read-approval.ts'
import type { SeenRedemption } from './see-redemptions.ts'
import { voidRedemption } from './void-redemption.ts'

/**
 * A member who is signed in says no to a hold of their points, or takes back a consent that was not captured yet: the points
 * are free at once. Done again, it gives the same answer.
 */
export function declineAsMember(
  deps: { redemptionIntake: RedemptionIntake },
  { redemptionId, memberId }: { redemptionId: string; memberId: string },
): Promise<SeenRedemption> {
  return voidRedemption(deps, { redemptionId, memberId, partnerId: null }, 'member')
}

/** The same for whoever followed an approval link. To agree takes the member's key or PIN; a no frees points and takes none. */
export async function declineByApproval(
  deps: ApprovalDeps & { redemptionIntake: RedemptionIntake },
  link: { redemptionId: string; secret: string | null },
): Promise<Approval> {
  await openApproval(deps, link)
  const named = { redemptionId: link.redemptionId, partnerId: null, memberId: null }
  return approvalOf(deps, await voidRedemption(deps, named, 'member'))
}
