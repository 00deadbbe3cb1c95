import { enrolPasskey } from '../../../actions/sign-in/enrol-passkey.ts'
import { readMe } from '../../../actions/members/read-me.ts'
import { presentMe } from '../members/present-me.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'
import { MeResponse } from '../../schemas/members/me.ts'
import { RegisterPasskeyBody } from '../../schemas/sign-in/passkeys.ts'
import { sessionCookie } from '../../session-cookie.ts'

export const enrolPasskeyRoute = route({
  operation: 'enrolPasskey',
  method: 'post',
  path: '/v1/passkeys',
  summary: 'Enrol with a passkey',
  description:
    "The member's address follows from the passkey. Only ES256 keys, made on our own pages with the user verified. The answer sets the session cookie.",
  caller: 'anyone',
  signsIn: true,
  body: RegisterPasskeyBody,
  repeatable: true,
  once: 'answer_shown_once',
  status: 201,
  response: MeResponse,
  refuses: ['passkey_invalid', 'passkey_taken', 'wallet_taken', 'budget_used_up'],
  handle: async ({ deps, body: { registration }, networkAddress }) => {
    const { memberId, token } = await enrolPasskey(deps, { registration, networkAddress })
    const me = MeResponse.parse(presentMe(await readMe(deps, memberId)))
    return new Answer(201, me, false, sessionCookie(token, deps.siweTerms.uri))
  },
})
