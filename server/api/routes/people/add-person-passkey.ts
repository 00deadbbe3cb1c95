import { addPersonPasskey } from '../../../actions/people/add-person-passkey.ts'
import { PersonPasskeysResponse } from '../../schemas/people/person-passkeys.ts'
import { RegisterPasskeyBody } from '../../schemas/sign-in/passkeys.ts'
import { route } from './deps.ts'
import { presentPersonPasskeys } from './present-person-passkey.ts'

export const addPersonPasskeyRoute = route({
  operation: 'addPersonPasskey',
  method: 'post',
  path: '/v1/partner/passkeys',
  summary: 'Add a passkey with which you sign in to the console',
  description:
    'Over a challenge of POST /v1/passkey-challenges, within 15 minutes after signing in. It is no key of a member, and none of theirs is one here.',
  caller: 'person',
  body: RegisterPasskeyBody,
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  response: PersonPasskeysResponse,
  refuses: ['passkey_invalid', 'passkey_taken', 'passkeys_too_many', 'sign_in_again'],
  handle: async ({ deps, caller: { keyId: personId, partnerId, person }, body: { registration } }) => {
    const who = { personId, partnerId, sessionId: person.sessionId }
    return presentPersonPasskeys(await addPersonPasskey(deps, { ...who, registration }))
  },
})
