import { z } from 'zod'

import { findPurchase } from '../../../actions/purchases/find-purchase.ts'
import { presentPurchaseView } from './present-purchase.ts'
import { route } from './deps.ts'
import { ReadPurchaseResponse } from '../../schemas/purchases/purchases.ts'
import { Reference } from '../../schemas/values.ts'

export const findPurchaseRoute = route({
  operation: 'findPurchase',
  method: 'get',
  path: '/v1/purchases',
  summary: 'Find a purchase by its order reference',
  caller: 'partner',
  scope: 'ledger:read',
  query: z.strictObject({ orderRef: Reference.meta({ example: 'T1-2026-000123' }) }),
  response: ReadPurchaseResponse,
  refuses: ['purchase_unknown'],
  handle: async ({ deps, caller: { partnerId }, query: { orderRef } }) =>
    presentPurchaseView(await findPurchase(deps, { partnerId, orderRef })),
})
