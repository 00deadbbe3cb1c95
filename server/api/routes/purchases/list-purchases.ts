import { listPurchases } from '../../../actions/purchases/list-purchases.ts'
import { presentPurchaseView } from './present-purchase.ts'
import { route } from './deps.ts'
import { withinDay } from '../../within-day.ts'
import { listAskedOfMembers } from '../../schemas/pagination.ts'
import { PURCHASES, PurchasesQuery } from '../../schemas/purchases/purchases.ts'

export const listPurchasesRoute = route({
  operation: 'listPurchases',
  method: 'get',
  path: '/v1/purchases',
  summary: 'List purchases',
  description:
    'Newest first, by when they were recorded. `orderRef` finds the one purchase of an order. Each is as it is when it is read by itself.',
  caller: 'partner',
  scope: 'ledger:read',
  query: PurchasesQuery,
  response: PURCHASES.response,
  handle: async ({ deps, caller: { partnerId }, query }) => {
    const { orderRef = null, state = null } = query
    return PURCHASES.present(
      await listPurchases(deps, {
        ...listAskedOfMembers(await withinDay(deps, partnerId, query)),
        partnerId,
        orderRef,
        state,
      }),
      presentPurchaseView,
    )
  },
})
