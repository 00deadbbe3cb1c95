import { type ListAskedOfMembers, listMomentsOfPartner } from '../../database/partner-lists.ts'
import { listReturnsByIds } from '../../database/returns.ts'
import { idsOf, inOrderOf, type Moment, type Page } from '../../domain/pages.ts'
import type { PurchaseState } from '../../domain/purchase-state.ts'
import { type ListDeps, readMoment } from './list-purchases.ts'
import { viewReturns, type ReturnView } from './return-view.ts'

/** Lists a partner's own returns, newest first, by when they were recorded. */
export async function listReturns(
  deps: ListDeps,
  asked: ListAskedOfMembers & { returnRef: string | null; state: PurchaseState | null },
): Promise<Page<ReturnView, Moment>> {
  const page = await listMomentsOfPartner(deps.db, 'purchase_return', asked, await readMoment(deps))
  const returns = inOrderOf(page, await listReturnsByIds(deps.db, idsOf(page)))
  return { ...page, rows: await viewReturns(deps, returns) }
}
