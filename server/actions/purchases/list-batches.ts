import { listBatchesByIds } from '../../database/batches.ts'
import { type ListAsked, listBatchesOfPartner } from '../../database/partner-lists.ts'
import { inOrderOf, type Moment, type Page } from '../../domain/pages.ts'
import type { PurchaseState } from '../../domain/purchase-state.ts'
import { type ListDeps, readMoment } from './list-purchases.ts'
import { viewBatches, type BatchView } from './read-batch.ts'

/** Lists a partner's own batches, newest first, by when they were formed. */
export async function listBatches(
  deps: ListDeps,
  asked: ListAsked & { state: PurchaseState | null },
): Promise<Page<BatchView, Moment>> {
  const page = await listBatchesOfPartner(deps.db, asked, await readMoment(deps))
  const ids = page.rows.map(({ id }) => id)
  const batches = inOrderOf(page, await listBatchesByIds(deps.db, ids))
  return { ...page, rows: await viewBatches(deps, batches) }
}
