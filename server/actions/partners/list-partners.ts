import { listPartners as listPartnerRows } from '../../database/partners.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import { type PartnerView, type PartnerViewDeps, viewPartners } from './partner-view.ts'

/** Lists partners by number, with what the registry says of them now. */
export async function listPartners(
  deps: PartnerViewDeps,
  { after, rowsMax }: { after: number; rowsMax: number },
): Promise<Page<PartnerView, number>> {
  const found = await listPartnerRows(deps.db, { after, rowsMax: rowsMax + 1 })
  const page = cutPage(found, rowsMax, ({ id }) => id)
  return { ...page, rows: await viewPartners(deps, page.rows) }
}
