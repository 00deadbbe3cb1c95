import { unfreezeAccount } from '../../../actions/accounts/unfreeze-account.ts'
import { readMe } from '../../../actions/members/read-me.ts'
import { presentMe } from '../members/present-me.ts'
import { route } from './deps.ts'
import { UnfreezeBody } from '../../schemas/accounts/account-orders.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const unfreezeAccountRoute = route({
  operation: 'unfreezeAccount',
  method: 'post',
  path: '/v1/me/unfreeze',
  summary: 'Allow spending again',
  description:
    'Being signed in is not enough: with the PIN of a card, or with the signed order of GET /v1/me/freeze-order.',
  caller: 'member',
  body: UnfreezeBody,
  repeatable: true,
  once: 'answer_kept',
  response: MeResponse,
  refuses: [
    'stronger_proof_needed',
    'account_signature_invalid',
    'account_closed',
    'account_moving',
    'pin_unset',
    'pin_wrong',
    'pin_locked',
    'budget_used_up',
  ],
  handle: async ({ deps, caller: { memberId }, body, device, networkAddress }) => {
    const { pin = null, signature = null, assertion = null, sequence = null, deadline = null } = body
    const consent = { pin, device, signature, assertion, sequence, deadline }
    await unfreezeAccount(deps, { memberId, networkAddress }, consent)
    return presentMe(await readMe(deps, memberId))
  },
})
