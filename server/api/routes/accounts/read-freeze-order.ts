import { readFreezeOrder } from '../../../actions/accounts/read-freeze-order.ts'
import { route } from './deps.ts'
import { FreezeOrderQuery, FreezeOrderResponse } from '../../schemas/accounts/account-orders.ts'

export const readFreezeOrderRoute = route({
  operation: 'readFreezeOrder',
  method: 'get',
  path: '/v1/me/freeze-order',
  summary: 'Read what your key signs to freeze the account, or to free it',
  caller: 'member',
  query: FreezeOrderQuery,
  response: FreezeOrderResponse,
  handle: async ({ deps, caller: { memberId }, query: { frozen } }) => {
    const order = await readFreezeOrder(deps, { memberId, frozen: frozen === 'true' })
    return { ...order, sequence: String(order.sequence), deadline: String(order.deadline) }
  },
})
