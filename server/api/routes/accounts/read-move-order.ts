import { readMoveOrder } from '../../../actions/accounts/read-move-order.ts'
import { route } from './deps.ts'
import { MoveOrderBody, MoveOrderResponse } from '../../schemas/accounts/account-orders.ts'

export const readMoveOrderRoute = route({
  operation: 'readMoveOrder',
  method: 'post',
  path: '/v1/me/move-order',
  summary: 'Read what both keys sign to move the account',
  description: 'The old key and the new one sign the same. An account that cannot move is refused here already.',
  caller: 'member',
  body: MoveOrderBody,
  reads: true,
  response: MoveOrderResponse,
  refuses: ['account_used', 'account_moving', 'account_closed', 'points_reserved'],
  handle: async ({ deps, caller: { memberId }, body: { toAccount } }) => {
    const order = await readMoveOrder(deps, { memberId, toAccount })
    return { ...order, deadline: String(order.deadline), readyAt: order.readyAt?.toISOString() ?? null }
  },
})
