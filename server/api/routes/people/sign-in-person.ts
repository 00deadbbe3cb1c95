import { readOwnPerson } from '../../../actions/people/read-own-person.ts'
import { signInPerson } from '../../../actions/people/sign-in-person.ts'
import { Answer } from '../../route.ts'
import { OwnPersonResponse, SignInPersonBody } from '../../schemas/people/people.ts'
import { personCookie } from '../../session-cookie.ts'
import { route } from './deps.ts'
import { presentOwnPerson } from './present-person.ts'

export const signInPersonRoute = route({
  operation: 'signInPerson',
  method: 'post',
  path: '/v1/partner/sessions',
  summary: 'Sign in to the console',
  description:
    'With the code that came by e-mail. The answer sets the cookie of the session, which ends after 12 hours, or an hour without use.',
  caller: 'anyone',
  signsIn: true,
  body: SignInPersonBody,
  startsAnew: true,
  status: 201,
  response: OwnPersonResponse,
  refuses: ['identifier_malformed', 'code_wrong', 'partner_choice_needed', 'signed_out'],
  handle: async ({ deps, requestId, body: { partnerId = null, ...proof } }) => {
    const { personId, token } = await signInPerson(deps, { ...proof, partnerId, requestId })
    const me = OwnPersonResponse.parse(presentOwnPerson(await readOwnPerson(deps, personId)))
    return new Answer(201, me, false, personCookie(token, deps.publicUrl))
  },
})
