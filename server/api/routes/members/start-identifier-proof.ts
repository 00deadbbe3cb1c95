import { startIdentifierProof } from '../../../actions/members/start-identifier-proof.ts'
import { route } from './deps.ts'
import { CodeSentResponse, StartIdentifierProofBody } from '../../schemas/members/identifiers.ts'

export const startIdentifierProofRoute = route({
  operation: 'startIdentifierProof',
  method: 'post',
  path: '/v1/me/identifiers',
  summary: 'Have a code sent to your e-mail address or phone',
  description:
    'With the code you prove that it is yours (POST /v1/me/identifiers/proof). The answer is the same whether it is known here or not. A new code makes the one before it void.',
  caller: 'member',
  body: StartIdentifierProofBody,
  repeatable: true,
  once: 'answer_kept',
  status: 202,
  response: CodeSentResponse,
  refuses: ['identifier_malformed', 'channel_unavailable', 'too_many_requests', 'budget_used_up'],
  handle: async ({ deps, caller: { memberId }, body: { identifier }, networkAddress }) => {
    const { expiresAt } = await startIdentifierProof(deps, { memberId, identifier, askedBy: { networkAddress } })
    return { expiresAt: expiresAt.toISOString() }
  },
})
