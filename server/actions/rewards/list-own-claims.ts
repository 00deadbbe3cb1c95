import type { Database } from '../../database/engine/client.ts'
import { listClaimsOfMember } from '../../database/reward-claims.ts'
import type { Clock } from '../../domain/environment.ts'
import { viewClaims, type ClaimView } from './claim-view.ts'
import { revealCodes } from './reveal-codes.ts'

/** Claims that a member is shown at once. */
const OWN_CLAIMS_MAX = 200

/** Lists a member's claims, newest first, with the gift codes whose points are burned: from then on these count as seen. */
export async function listOwnClaims(
  { db, clock }: { db: Database; clock: Clock },
  memberId: string,
): Promise<ClaimView[]> {
  const claims = await listClaimsOfMember(db, { memberId, rowsMax: OWN_CLAIMS_MAX })
  const shown = claims.filter(({ isBurned, state }) => isBurned && state !== 'cancelled')
  const now = clock.now()
  const codes = await revealCodes(db, { claimIds: shown.map(({ id }) => id), now })
  return viewClaims(db, claims, { now, codes })
}
