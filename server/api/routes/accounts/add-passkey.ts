import { addPasskey } from '../../../actions/accounts/add-passkey.ts'
import { readMe } from '../../../actions/members/read-me.ts'
import { presentMe } from '../members/present-me.ts'
import { route } from './deps.ts'
import { AddPasskeyBody } from '../../schemas/accounts/account-orders.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const addPasskeyRoute = route({
  operation: 'addPasskey',
  method: 'post',
  path: '/v1/me/passkeys',
  summary: 'Add a passkey with which you can confirm moves of a card account',
  description:
    'With the PIN, over a challenge of POST /v1/passkey-challenges. It confirms moves that are asked for from its `confirmsFrom` on: it waits as long as a move does, every session and till sees it meanwhile, and refusing what waits takes it back.',
  caller: 'member',
  body: AddPasskeyBody,
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  response: MeResponse,
  refuses: [
    'passkey_invalid',
    'passkey_taken',
    'passkeys_too_many',
    'account_closed',
    'pin_unset',
    'pin_wrong',
    'pin_locked',
    'budget_used_up',
  ],
  handle: async ({ deps, caller: { memberId }, body: { registration, pin }, device, networkAddress }) => {
    await addPasskey(deps, { memberId, networkAddress }, { registration, pin, device })
    return presentMe(await readMe(deps, memberId))
  },
})
