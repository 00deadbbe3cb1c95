import { readReceipt } from '../../../actions/purchases/read-receipt.ts'
import { answersReceipt } from './answers-receipt.ts'
import { presentReceipt } from './present-receipt.ts'
import { route } from './deps.ts'

export const readReceiptRoute = route({
  operation: 'readReceipt',
  method: 'get',
  path: '/v1/receipts/{entryId}',
  summary: 'Read a receipt with its Merkle proof',
  ...answersReceipt,
  caller: 'partner',
  scope: 'ledger:read',
  handle: async ({ deps, caller: { partnerId }, params: { entryId } }) =>
    presentReceipt(await readReceipt(deps, { partnerId, entryId }), deps.issuanceAddress),
})
