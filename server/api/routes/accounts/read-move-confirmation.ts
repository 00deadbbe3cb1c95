import { readMoveConfirmation } from '../../../actions/accounts/read-move-confirmation.ts'
import { route } from './deps.ts'
import { MoveConfirmationResponse } from '../../schemas/accounts/account-orders.ts'

export const readMoveConfirmationRoute = route({
  operation: 'readMoveConfirmation',
  method: 'get',
  path: '/v1/me/move/confirmation',
  summary: 'Read what your passkey signs to confirm a move that waits',
  caller: 'member',
  response: MoveConfirmationResponse,
  refuses: ['move_unknown', 'passkey_unknown', 'passkey_too_young'],
  handle: async ({ deps, caller: { memberId } }) => {
    const order = await readMoveConfirmation(deps, memberId)
    return { ...order, deadline: String(order.deadline) }
  },
})
