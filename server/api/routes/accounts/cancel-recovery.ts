import { cancelRecovery } from '../../../actions/accounts/cancel-recovery.ts'
import { presentRecovery } from './present-recovery.ts'
import { route } from './deps.ts'
import { RecoveryResponse } from '../../schemas/accounts/account-orders.ts'

export const cancelRecoveryRoute = route({
  operation: 'cancelRecovery',
  method: 'post',
  path: '/v1/recoveries/{memberId}/cancel',
  summary: 'Take an announced recovery back',
  caller: 'operator',
  operatorScopes: ['operator:recovery'],
  repeatable: true,
  once: 'answer_kept',
  response: RecoveryResponse,
  refuses: ['member_unknown', 'recovery_unknown'],
  handle: async ({ deps, params: { memberId } }) => presentRecovery(await cancelRecovery(deps, memberId)),
})
