import { readRecovery } from '../../../actions/accounts/read-recovery.ts'
import { presentRecovery } from './present-recovery.ts'
import { route } from './deps.ts'
import { RecoveryResponse } from '../../schemas/accounts/account-orders.ts'

export const readRecoveryRoute = route({
  operation: 'readRecovery',
  method: 'get',
  path: '/v1/recoveries/{memberId}',
  summary: 'Read how the recovery of an account stands',
  caller: 'operator',
  operatorScopes: ['operator:recovery'],
  response: RecoveryResponse,
  refuses: ['member_unknown'],
  handle: async ({ deps: { db }, params: { memberId } }) => presentRecovery(await readRecovery(db, memberId)),
})
