import { readOwnPerson } from '../../../actions/people/read-own-person.ts'
import { signInPersonPasskey } from '../../../actions/people/sign-in-person-passkey.ts'
import { Answer } from '../../route.ts'
import { OwnPersonResponse } from '../../schemas/people/people.ts'
import { SignInPersonPasskeyBody } from '../../schemas/people/person-passkeys.ts'
import { personCookie } from '../../session-cookie.ts'
import { route } from './deps.ts'
import { presentOwnPerson } from './present-person.ts'

export const signInPersonPasskeyRoute = route({
  operation: 'signInPersonPasskey',
  method: 'post',
  path: '/v1/partner/passkey-sessions',
  summary: 'Sign in to the console with a passkey',
  description:
    'What the passkey answers to a challenge of POST /v1/passkey-challenges, which is used up by the first try. The answer sets the cookie of the session.',
  caller: 'anyone',
  signsIn: true,
  body: SignInPersonPasskeyBody,
  startsAnew: true,
  status: 201,
  response: OwnPersonResponse,
  refuses: ['sign_in_failed', 'signed_out'],
  handle: async ({ deps, requestId, body: { assertion } }) => {
    const { personId, token } = await signInPersonPasskey(deps, { assertion, requestId })
    const me = OwnPersonResponse.parse(presentOwnPerson(await readOwnPerson(deps, personId)))
    return new Answer(201, me, false, personCookie(token, deps.publicUrl))
  },
})
