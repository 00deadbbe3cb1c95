import { type ListAsked, listMomentsOfPartner } from '../../database/partner-lists.ts'
import { listClaimsByIds } from '../../database/reward-claims.ts'
import { idsOf, inOrderOf, type Moment, type Page } from '../../domain/pages.ts'
import { viewClaims, type ClaimView } from './claim-view.ts'
import type { ReadClaimDeps } from './read-claim.ts'

/** Lists a partner's own claims, newest first, by when they were issued. */
export async function listClaims(
  { db, clock }: ReadClaimDeps,
  asked: ListAsked & { memberId: string | null; rewardId: string | null; state: ClaimView['state'] | null },
): Promise<Page<ClaimView, Moment>> {
  const now = clock.now()
  const page = await listMomentsOfPartner(db, 'reward_claim', asked, { now, finalizedNumber: null })
  const claims = inOrderOf(page, await listClaimsByIds(db, idsOf(page)))
  return { ...page, rows: await viewClaims(db, claims, { now, codes: [] }) }
}
