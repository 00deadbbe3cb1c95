import { findBatch, type Batch } from '../../database/batches.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { theRow } from '../../database/engine/row.ts'
import { listPostedBatches, type PostedBatch } from '../../database/posted-batches.ts'
import { derivePurchaseState, type PurchaseState } from '../../domain/purchase-state.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { LedgerTerms } from '../members/find-member.ts'

/** A batch, and the event that posted it while it is on chain. */
export interface BatchView {
  readonly batch: Batch
  readonly posted: PostedBatch | null
  readonly state: PurchaseState
  readonly parkedReason: string | null
}

/** Reads one of the partner's own batches; another partner's is unknown. */
export async function readBatch(
  { db, ledger }: { db: Reader; ledger: LedgerTerms },
  { partnerId, batchId }: { partnerId: number; batchId: string },
): Promise<BatchView> {
  const batch = await findBatch(db, batchId)
  if (batch?.partnerId !== partnerId) throw new Rejection('batch_unknown', { batchId })
  return theRow(await viewBatches({ db, ledger }, [batch]))
}

/** Adds to batches what the chain says about them, in the same order. */
export async function viewBatches(
  { db, ledger }: { db: Reader; ledger: LedgerTerms },
  batches: readonly Batch[],
): Promise<BatchView[]> {
  const events = await listPostedBatches(
    db,
    batches.map(({ batchHash }) => batchHash),
  )
  const finalizedNumber = (await findChainCursor(db, ledger.chainId))?.finalizedNumber ?? null
  return batches.map((batch) => {
    const posted = events.find(({ batchHash }) => batchHash === batch.batchHash) ?? null
    const { parkedReason } = batch
    const entry = { batchState: batch.state, parkedReason, postedBlock: posted?.blockNumber ?? null }
    return { batch, posted, ...derivePurchaseState({ entry, finalizedNumber }) }
  })
}
