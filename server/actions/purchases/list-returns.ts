import { type ListAskedOfMembers, listReturnsOfPartner } from '../../database/partner-lists.ts'
import { listReturnsByIds } from '../../database/returns.ts'
import { cutPage, type Moment, type Page } from '../../domain/pages.ts'
import type { PurchaseState } from '../../domain/purchase-state.ts'
import { type ListDeps, readMoment } from './list-purchases.ts'
import { viewReturns, type ReturnView } from './return-view.ts'

/** Lists a partner's own returns, newest first, by when they were recorded. */
export async function listReturns(
  deps: ListDeps,
  asked: ListAskedOfMembers & { returnRef: string | null; state: PurchaseState | null },
): Promise<Page<ReturnView, Moment>> {
  const { rowsMax } = asked
  const found = await listReturnsOfPartner(deps.db, { ...asked, rowsMax: rowsMax + 1 }, await readMoment(deps))
  const page = cutPage(found, rowsMax, (moment) => moment)
  const returns = await listReturnsByIds(
    deps.db,
    page.rows.map(({ id }) => id),
  )
  const inOrder = page.rows.flatMap(({ id }) => returns.find((one) => one.id === id) ?? [])
  return { ...page, rows: await viewReturns(deps, inOrder) }
}
