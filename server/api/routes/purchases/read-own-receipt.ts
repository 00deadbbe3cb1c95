import { readOwnReceipt } from '../../../actions/purchases/read-own-receipt.ts'
import { answersReceipt } from './answers-receipt.ts'
import { presentReceipt } from './present-receipt.ts'
import { route } from './deps.ts'

export const readOwnReceiptRoute = route({
  operation: 'readOwnReceipt',
  method: 'get',
  path: '/v1/me/receipts/{entryId}',
  summary: 'Read your own receipt with its Merkle proof',
  caller: 'member',
  ...answersReceipt,
  handle: async ({ deps, caller: { memberId }, params: { entryId } }) =>
    presentReceipt(await readOwnReceipt(deps, { memberId, entryId }), deps.issuanceAddress),
})
