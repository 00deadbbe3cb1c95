import { readRecoveryRefusal } from '../../../actions/accounts/read-recovery-refusal.ts'
import { route } from './deps.ts'
import { RecoveryRefusalResponse } from '../../schemas/accounts/account-orders.ts'

export const readRecoveryRefusalRoute = route({
  operation: 'readRecoveryRefusal',
  method: 'get',
  path: '/v1/me/recovery-refusal',
  summary: 'Read what your key signs to refuse a recovery',
  caller: 'member',
  response: RecoveryRefusalResponse,
  refuses: ['recovery_unknown'],
  handle: ({ deps, caller: { memberId } }) => readRecoveryRefusal(deps, memberId),
})
