import { listBatchesByIds } from '../../database/batches.ts'
import { type ListAsked, listMomentsOfPartner } from '../../database/partner-lists.ts'
import { idsOf, inOrderOf, type Moment, type Page } from '../../domain/pages.ts'
import type { PurchaseState } from '../../domain/purchase-state.ts'
import { type ListDeps, readMoment } from './list-purchases.ts'
import { viewBatches, type BatchView } from './read-batch.ts'

/** Lists a partner's own batches, newest first, by when they were formed. */
export async function listBatches(
  deps: ListDeps,
  asked: ListAsked & { state: PurchaseState | null },
): Promise<Page<BatchView, Moment>> {
  const page = await listMomentsOfPartner(deps.db, 'batch', asked, await readMoment(deps))
  const batches = inOrderOf(page, await listBatchesByIds(deps.db, idsOf(page)))
  return { ...page, rows: await viewBatches(deps, batches) }
}
