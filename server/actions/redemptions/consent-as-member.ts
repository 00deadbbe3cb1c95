import type { Database } from '../../database/engine/client.ts'
import { isOwnClaim } from '../../domain/own-claims.ts'
import { consentToRedemption, type ConsentDeps, type ConsentProof } from './consent-to-redemption.ts'
import { fromSession } from '../sign-in/verify-pin.ts'
import { type ApprovalDeps } from './read-approval.ts'
import type { Changed, KeyedChange } from './change-redemptions.ts'
import { listRedemptionDetails } from './list-redemption-details.ts'

/**
 * The consent of a member who is signed in. A till captures for itself; where the member claims a reward away from a till,
 * the same transaction captures and gives them the claim.
 */
export async function consentAsMember(
  deps: ConsentDeps & ApprovalDeps & { db: Database },
  { device, ...named }: { redemptionId: string; memberId: string; device: string | null },
  proof: ConsentProof,
  keyed: KeyedChange | null = null,
): Promise<Changed> {
  const redemption = (await listRedemptionDetails(deps.db, deps, [named.redemptionId])).get(named.redemptionId)
  const andCapture = redemption !== undefined && isOwnClaim(redemption)
  return consentToRedemption(deps, { ...named, partnerId: null }, proof, {
    from: fromSession(device),
    andCapture,
    keyed,
  })
}
