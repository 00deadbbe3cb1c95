import { findClaimByVoucher } from '../../database/reward-claims.ts'
import { readReadableCode } from '../../domain/readable-codes.ts'
import { type ClaimView } from './claim-view.ts'
import { type ReadClaimDeps, viewClaimOfPartner } from './read-claim.ts'

/** Finds a claim by what the member shows, however it was typed; another partner's is unknown. */
export async function findClaimByVoucherCode(
  { db, clock }: ReadClaimDeps,
  { partnerId, voucher }: { partnerId: number; voucher: string },
): Promise<ClaimView> {
  const written = readReadableCode(voucher)
  const claim = written === null ? null : await findClaimByVoucher(db, written)
  return viewClaimOfPartner(db, claim, partnerId, clock.now())
}
