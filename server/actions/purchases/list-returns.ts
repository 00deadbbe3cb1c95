import { type ListAskedOfMembers, listReturnsOfPartner } from '../../database/partner-lists.ts'
import { listReturnsByIds } from '../../database/returns.ts'
import { inOrderOf, type Moment, type Page } from '../../domain/pages.ts'
import type { PurchaseState } from '../../domain/purchase-state.ts'
import { type ListDeps, readMoment } from './list-purchases.ts'
import { viewReturns, type ReturnView } from './return-view.ts'

/** Lists a partner's own returns, newest first, by when they were recorded. */
export async function listReturns(
  deps: ListDeps,
  asked: ListAskedOfMembers & { returnRef: string | null; state: PurchaseState | null },
): Promise<Page<ReturnView, Moment>> {
  const page = await listReturnsOfPartner(deps.db, asked, await readMoment(deps))
  const ids = page.rows.map(({ id }) => id)
  const returns = inOrderOf(page, await listReturnsByIds(deps.db, ids))
  return { ...page, rows: await viewReturns(deps, returns) }
}
