import type { Changed, KeyedChange, RedemptionIntake } from './change-redemptions.ts'
import { type ApprovalDeps, openApproval } from './read-approval.ts'
import { voidRedemption } from './void-redemption.ts'

/**
 * Says no to a hold for whoever followed its approval link: the points are free at once. To agree takes the member's key or PIN; a no
 * frees points and takes none. The till knows the link as well, so it is not told to be the member who said it.
 */
export async function declineByApproval(
  deps: ApprovalDeps & { redemptionIntake: RedemptionIntake },
  link: { redemptionId: string; secret: string | null },
  keyed: KeyedChange | null = null,
): Promise<Changed> {
  await openApproval(deps, link)
  const named = { redemptionId: link.redemptionId, partnerId: null, memberId: null }
  return voidRedemption(deps, named, 'link', keyed)
}
