import { announceRecovery } from '../../../actions/accounts/announce-recovery.ts'
import { presentRecovery } from './present-recovery.ts'
import { route } from './deps.ts'
import { AnnounceRecoveryBody, RecoveryResponse } from '../../schemas/accounts/account-orders.ts'

export const announceRecoveryRoute = route({
  operation: 'announceRecovery',
  method: 'post',
  path: '/v1/recoveries',
  summary: "Announce the recovery of a member's account",
  description: 'For a member who lost the key. The new key has signed; the old one can refuse until it is done.',
  caller: 'operator',
  operatorScopes: ['operator:recovery'],
  body: AnnounceRecoveryBody,
  audit: { keeps: ['memberId', 'toAccount', 'deadline'] },
  fourEyes: { power: 'recovery' },
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  response: RecoveryResponse,
  refuses: ['member_unknown', 'account_signature_invalid', 'account_used', 'account_closed', 'recovery_pending'],
  handle: async ({ deps, body }) => presentRecovery(await announceRecovery(deps, body)),
})
