import { listBatches } from '../../../actions/purchases/list-batches.ts'
import { presentBatch } from './present-entry.ts'
import { route } from './deps.ts'
import { listAsked } from '../../schemas/pagination.ts'
import { BATCHES, BatchesQuery } from '../../schemas/purchases/batches.ts'

export const listBatchesRoute = route({
  operation: 'listBatches',
  method: 'get',
  path: '/v1/batches',
  summary: 'List batches',
  description: 'Newest first, by when they were formed.',
  caller: 'partner',
  scope: 'ledger:read',
  query: BatchesQuery,
  response: BATCHES.response,
  handle: async ({ deps, caller: { partnerId }, query }) => {
    const { state = null } = query
    return BATCHES.present(await listBatches(deps, { ...listAsked(query), partnerId, state }), presentBatch)
  },
})
