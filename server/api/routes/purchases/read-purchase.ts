import { readPurchase } from '../../../actions/purchases/read-purchase.ts'
import { forPartner } from '../../for-partner.ts'
import { presentPurchaseView } from './present-purchase.ts'
import { route } from './deps.ts'
import { ReadPurchaseResponse } from '../../schemas/purchases/purchases.ts'

export const readPurchaseRoute = route({
  operation: 'readPurchase',
  method: 'get',
  path: '/v1/purchases/{purchaseId}',
  summary: 'Read a purchase',
  description: 'With its state on the way to the ledger, and why it earned these points.',
  caller: 'partner',
  scope: 'ledger:read',
  response: ReadPurchaseResponse,
  refuses: ['purchase_unknown'],
  handle: forPartner(readPurchase, presentPurchaseView),
})
