import { readBatch } from '../../../actions/purchases/read-batch.ts'
import { presentBatch } from './present-entry.ts'
import { route } from './deps.ts'
import { BatchResponse } from '../../schemas/purchases/batches.ts'

export const readBatchRoute = route({
  operation: 'readBatch',
  method: 'get',
  path: '/v1/batches/{batchId}',
  summary: 'Read a batch',
  caller: 'partner',
  scope: 'ledger:read',
  response: BatchResponse,
  refuses: ['batch_unknown'],
  handle: async ({ deps, caller: { partnerId }, params: { batchId } }) =>
    presentBatch(await readBatch(deps, { partnerId, batchId })),
})
