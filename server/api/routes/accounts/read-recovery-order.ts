import { z } from 'zod'

import { readRecoveryOrder } from '../../../actions/accounts/read-recovery-order.ts'
import { route } from './deps.ts'
import { RecoveryOrderResponse } from '../../schemas/accounts/account-orders.ts'
import { Address } from '../../schemas/values.ts'

export const readRecoveryOrderRoute = route({
  operation: 'readRecoveryOrder',
  method: 'get',
  path: '/v1/recoveries/{memberId}/order',
  summary: 'Read what the new key signs for a recovery',
  caller: 'operator',
  operatorScopes: ['operator:recovery'],
  query: z.strictObject({ toAccount: Address }),
  response: RecoveryOrderResponse,
  refuses: ['member_unknown'],
  handle: async ({ deps, params: { memberId }, query: { toAccount } }) => {
    const order = await readRecoveryOrder(deps, { memberId, toAccount })
    return { ...order, deadline: String(order.deadline) }
  },
})
