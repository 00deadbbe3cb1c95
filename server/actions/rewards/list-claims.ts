import { type ListAsked, listClaimsOfPartner } from '../../database/partner-lists.ts'
import { listClaimsByIds } from '../../database/reward-claims.ts'
import { cutPage, type Moment, type Page } from '../../domain/pages.ts'
import { viewClaims, type ClaimView } from './claim-view.ts'
import type { ReadClaimDeps } from './read-claim.ts'

/** Lists a partner's own claims, newest first, by when they were issued. */
export async function listClaims(
  { db, clock }: ReadClaimDeps,
  asked: ListAsked & { memberId: string | null; rewardId: string | null; state: ClaimView['state'] | null },
): Promise<Page<ClaimView, Moment>> {
  const { rowsMax } = asked
  const now = clock.now()
  const found = await listClaimsOfPartner(db, { ...asked, rowsMax: rowsMax + 1 }, { now, finalizedNumber: null })
  const page = cutPage(found, rowsMax, (moment) => moment)
  const claims = await listClaimsByIds(
    db,
    page.rows.map(({ id }) => id),
  )
  const inOrder = page.rows.flatMap(({ id }) => claims.find((one) => one.id === id) ?? [])
  return { ...page, rows: await viewClaims(db, inOrder, { now, codes: [] }) }
}
