import type { Database, Reader } from '../../database/engine/client.ts'
import { theRow } from '../../database/engine/row.ts'
import { findClaim, findClaimByVoucher, listClaimsOfMember, type ClaimOnItsWay } from '../../database/reward-claims.ts'
import type { Clock } from '../../domain/environment.ts'
import { readReadableCode } from '../../domain/readable-codes.ts'
import { Rejection } from '../../domain/rejection.ts'
import { viewClaims, type ClaimView } from './claim-view.ts'
import { revealCodes } from './reveal-codes.ts'

/** Claims that a member is shown at once. */
const OWN_CLAIMS_MAX = 200

interface ReadClaimDeps {
  readonly db: Reader
  readonly clock: Clock
}

/** Finds a claim by what the member shows, however it was typed; another partner's is unknown. */
export async function findClaimOfVoucher(
  { db, clock }: ReadClaimDeps,
  { partnerId, voucher }: { partnerId: number; voucher: string },
): Promise<ClaimView> {
  const written = readReadableCode(voucher)
  const claim = written === null ? null : await findClaimByVoucher(db, written)
  return viewOwn(db, claim, partnerId, clock.now())
}

/** Reads a claim of a partner; another partner's is unknown. */
export async function readClaim(
  { db, clock }: ReadClaimDeps,
  { partnerId, claimId }: { partnerId: number; claimId: string },
): Promise<ClaimView> {
  return viewOwn(db, await findClaim(db, claimId), partnerId, clock.now())
}

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

async function viewOwn(db: Reader, claim: ClaimOnItsWay | null, partnerId: number, now: Date): Promise<ClaimView> {
  if (claim?.partnerId !== partnerId) throw new Rejection('claim_unknown')
  return theRow(await viewClaims(db, [claim], { now, codes: [] }))
}
