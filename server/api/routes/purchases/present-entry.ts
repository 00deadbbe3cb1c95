import type { z } from 'zod'

import type { EntryView } from '../../../actions/purchases/entry-view.ts'
import type { BatchView } from '../../../actions/purchases/read-batch.ts'
import type { BatchResponse } from '../../schemas/purchases/batches.ts'
import type { EntryResponse } from '../../schemas/members/members.ts'

/** An entry, with how far it has come. */
export function presentEntry({ entry, state, parkedReason }: EntryView): z.input<typeof EntryResponse> {
  return {
    entryId: entry.id,
    kind: entry.kind,
    points: String(entry.points),
    sourceId: entry.sourceId,
    reference: entry.reference,
    state,
    parkedReason,
    entryNumber: entry.entryNumber === null ? null : String(entry.entryNumber),
    batchId: entry.batchId,
    transactionHash: entry.transactionHash,
    recordedAt: entry.recordedAt.toISOString(),
  }
}

/** A batch, with the event that posted it while it is on chain. */
export function presentBatch({ batch, posted, state, parkedReason }: BatchView): z.input<typeof BatchResponse> {
  return {
    batchId: batch.id,
    partnerId: batch.partnerId,
    firstEntry: String(batch.firstEntry),
    entryCount: batch.entryCount,
    receiptsRoot: batch.receiptsRoot,
    batchHash: batch.batchHash,
    credited: String(batch.credited),
    debited: String(batch.debited),
    state,
    parkedReason,
    createdAt: batch.createdAt.toISOString(),
    posted: posted && {
      blockNumber: String(posted.blockNumber),
      blockHash: posted.blockHash,
      transactionHash: posted.transactionHash,
      credited: String(posted.credited),
      debited: String(posted.debited),
      gasUsed: String(posted.gasUsed),
      includedAt: posted.includedAt.toISOString(),
      seenAt: posted.seenAt.toISOString(),
    },
  }
}
