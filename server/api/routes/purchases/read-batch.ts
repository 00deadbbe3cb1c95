import { readBatch } from '../../../actions/purchases/read-batch.ts'
import { forPartner } from '../../for-partner.ts'
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
  handle: forPartner(readBatch, presentBatch),
})
