import { startPersonCode } from '../../../actions/people/start-person-code.ts'
import { PersonCodeSentResponse, StartPersonCodeBody } from '../../schemas/people/people.ts'
import { route } from './deps.ts'

export const startPersonCodeRoute = route({
  operation: 'startPersonCode',
  method: 'post',
  path: '/v1/partner/sign-in-codes',
  summary: 'Send a code to sign in to the console',
  description: 'The answer is the same whether somebody is known by the address or not. The code before it is void.',
  caller: 'anyone',
  signsIn: true,
  body: StartPersonCodeBody,
  startsAnew: true,
  status: 201,
  response: PersonCodeSentResponse,
  refuses: ['identifier_malformed', 'channel_unavailable', 'budget_used_up'],
  handle: async ({ deps, body: { email }, networkAddress }) => {
    const { expiresAt } = await startPersonCode(deps, { email, networkAddress })
    return { expiresAt: expiresAt.toISOString() }
  },
})
