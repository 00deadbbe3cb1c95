import { completeRecovery } from '../../../actions/accounts/complete-recovery.ts'
import { presentRecovery } from './present-recovery.ts'
import { route } from './deps.ts'
import { RecoveryResponse } from '../../schemas/accounts/account-orders.ts'

export const completeRecoveryRoute = route({
  operation: 'completeRecovery',
  method: 'post',
  path: '/v1/recoveries/{memberId}/complete',
  summary: 'Carry out a recovery whose delay is over',
  caller: 'operator',
  operatorScopes: ['operator:recovery'],
  repeatable: true,
  once: 'answer_kept',
  response: RecoveryResponse,
  refuses: ['member_unknown', 'recovery_unknown', 'recovery_not_ready'],
  handle: async ({ deps, params: { memberId } }) => presentRecovery(await completeRecovery(deps, memberId)),
})
