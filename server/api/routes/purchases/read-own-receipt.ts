import { readOwnReceipt } from '../../../actions/purchases/read-own-receipt.ts'
import { presentReceipt } from './present-receipt.ts'
import { route } from './deps.ts'
import { ReceiptResponse } from '../../schemas/purchases/batches.ts'

export const readOwnReceiptRoute = route({
  operation: 'readOwnReceipt',
  method: 'get',
  path: '/v1/me/receipts/{entryId}',
  summary: 'Read your own receipt with its Merkle proof',
  description:
    'All that is needed to check an entry against the chain without asking us. There as soon as the entry is in a batch.',
  caller: 'member',
  response: ReceiptResponse,
  refuses: ['receipt_unknown', 'receipt_pending'],
  handle: async ({ deps, caller: { memberId }, params: { entryId } }) =>
    presentReceipt(await readOwnReceipt(deps, { memberId, entryId }), deps.issuanceAddress),
})
