import { readMe } from '../../../actions/members/read-me.ts'
import { refuseRecovery } from '../../../actions/accounts/refuse-recovery.ts'
import { presentMe } from '../members/present-me.ts'
import { route } from './deps.ts'
import { RefuseRecoveryBody } from '../../schemas/accounts/account-orders.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const refuseRecoveryRoute = route({
  operation: 'refuseRecovery',
  method: 'post',
  path: '/v1/me/recovery/refuse',
  summary: 'Refuse a recovery of your account',
  description: 'With the old key: whoever has it has not lost it. Possible until the recovery is done.',
  caller: 'member',
  body: RefuseRecoveryBody,
  repeatable: true,
  once: 'answer_kept',
  response: MeResponse,
  refuses: [
    'recovery_unknown',
    'stronger_proof_needed',
    'account_signature_invalid',
    'pin_unset',
    'pin_wrong',
    'pin_locked',
  ],
  handle: async ({ deps, caller: { memberId }, body, device }) => {
    const { pin = null, signature = null, assertion = null } = body
    await refuseRecovery(deps, memberId, { pin, device, signature, assertion })
    return presentMe(await readMe(deps, memberId))
  },
})
