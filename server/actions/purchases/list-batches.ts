import { listBatchesByIds } from '../../database/batches.ts'
import { type ListAsked, listBatchesOfPartner } from '../../database/partner-lists.ts'
import { cutPage, type Moment, type Page } from '../../domain/pages.ts'
import type { PurchaseState } from '../../domain/purchase-state.ts'
import { type ListDeps, readMoment } from './list-purchases.ts'
import { viewBatches, type BatchView } from './read-batch.ts'

/** Lists a partner's own batches, newest first, by when they were formed. */
export async function listBatches(
  deps: ListDeps,
  asked: ListAsked & { state: PurchaseState | null },
): Promise<Page<BatchView, Moment>> {
  const { rowsMax } = asked
  const found = await listBatchesOfPartner(deps.db, { ...asked, rowsMax: rowsMax + 1 }, await readMoment(deps))
  const page = cutPage(found, rowsMax, (moment) => moment)
  const batches = await listBatchesByIds(
    deps.db,
    page.rows.map(({ id }) => id),
  )
  const inOrder = page.rows.flatMap(({ id }) => batches.find((one) => one.id === id) ?? [])
  return { ...page, rows: await viewBatches(deps, inOrder) }
}
