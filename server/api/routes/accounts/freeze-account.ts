import { freezeAccount } from '../../../actions/accounts/freeze-account.ts'
import { readMe } from '../../../actions/members/read-me.ts'
import { presentMe } from '../members/present-me.ts'
import { route } from './deps.ts'
import { FreezeBody } from '../../schemas/accounts/account-orders.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const freezeAccountRoute = route({
  operation: 'freezeAccount',
  method: 'post',
  path: '/v1/me/freeze',
  summary: 'Stop all spending at once',
  description: 'Being signed in is enough. The account of a card, or of whoever signed, is frozen on the ledger too.',
  caller: 'member',
  body: FreezeBody,
  repeatable: true,
  once: 'answer_kept',
  response: MeResponse,
  refuses: ['stronger_proof_needed', 'account_signature_invalid', 'account_closed'],
  handle: async ({ deps, caller: { memberId }, body }) => {
    const { signature = null, assertion = null, sequence = null, deadline = null } = body
    await freezeAccount(deps, memberId, { pin: null, device: null, signature, assertion, sequence, deadline })
    return presentMe(await readMe(deps, memberId))
  },
})
