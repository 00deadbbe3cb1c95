import type { Reader } from '../../database/engine/client.ts'
import { theRow } from '../../database/engine/row.ts'
import { findClaim, type ClaimOnItsWay } from '../../database/reward-claims.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { viewClaims, type ClaimView } from './claim-view.ts'

export interface ReadClaimDeps {
  readonly db: Reader
  readonly clock: Clock
}

/** Reads a claim of a partner; another partner's is unknown. */
export async function readClaim(
  { db, clock }: ReadClaimDeps,
  { partnerId, claimId }: { partnerId: number; claimId: string },
): Promise<ClaimView> {
  return viewClaimOfPartner(db, await findClaim(db, claimId), partnerId, clock.now())
}

/** A claim of the partner; another partner's is unknown. */
export async function viewClaimOfPartner(
  db: Reader,
  claim: ClaimOnItsWay | null,
  partnerId: number,
  now: Date,
): Promise<ClaimView> {
  if (claim?.partnerId !== partnerId) throw new Rejection('claim_unknown')
  return theRow(await viewClaims(db, [claim], { now, codes: [] }))
}
