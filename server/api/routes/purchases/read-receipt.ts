import { readReceipt } from '../../../actions/purchases/read-receipt.ts'
import { presentReceipt } from './present-receipt.ts'
import { route } from './deps.ts'
import { ReceiptResponse } from '../../schemas/purchases/batches.ts'

export const readReceiptRoute = route({
  operation: 'readReceipt',
  method: 'get',
  path: '/v1/receipts/{entryId}',
  summary: 'Read a receipt with its Merkle proof',
  description:
    'All that is needed to check an entry against the chain without asking us. There as soon as the entry is in a batch.',
  caller: 'partner',
  scope: 'ledger:read',
  response: ReceiptResponse,
  refuses: ['receipt_unknown', 'receipt_pending'],
  handle: async ({ deps, caller: { partnerId }, params: { entryId } }) =>
    presentReceipt(await readReceipt(deps, { partnerId, entryId }), deps.issuanceAddress),
})
