import { startIdentifierProofAtTill } from '../../../actions/members/start-identifier-proof-at-till.ts'
import { route } from './deps.ts'
import { CodeSentResponse, StartIdentifierProofAtTillBody } from '../../schemas/members/identifiers.ts'

export const startIdentifierProofAtTillRoute = route({
  operation: 'startIdentifierProofAtTill',
  method: 'post',
  path: '/v1/members/identifiers',
  summary: 'Have a code sent to the e-mail address or phone of a customer',
  description:
    'For a member who shows their card and wants to be found by it. The answer is the same whether it is known here or not.',
  caller: 'partner',
  scope: 'members:write',
  body: StartIdentifierProofAtTillBody,
  repeatable: true,
  once: 'answer_kept',
  status: 202,
  response: CodeSentResponse,
  refuses: ['member_unknown', 'identifier_malformed', 'channel_unavailable', 'too_many_requests'],
  handle: async ({ deps, caller: { partnerId }, body: { member: reference, identifier } }) => {
    const { expiresAt } = await startIdentifierProofAtTill(deps, { partnerId, reference, identifier })
    return { expiresAt: expiresAt.toISOString() }
  },
})
