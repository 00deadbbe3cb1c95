import { issueOperatorKey } from '../../../actions/partners/issue-operator-key.ts'
import { presentIssuedApiKey } from './present-partner.ts'
import { route } from './deps.ts'
import { IssuedApiKeyResponse, IssueOperatorKeyBody } from '../../schemas/partners/partners.ts'

export const issueOperatorKeyRoute = route({
  operation: 'issueOperatorKey',
  method: 'post',
  path: '/v1/operator-keys',
  summary: 'Issue an API key to an operator',
  description: 'The key is shown this once, and ends by itself. With `replaces`, the old key ends after the overlap.',
  caller: 'operator',
  body: IssueOperatorKeyBody,
  repeatable: true,
  once: 'answer_shown_once',
  status: 201,
  response: IssuedApiKeyResponse,
  refuses: ['key_unknown'],
  handle: async ({ deps, body: { replaces = null, ...asked } }) => {
    const issued = await issueOperatorKey(deps, { ...asked, replaces })
    if (replaces !== null) deps.keyring.forget(replaces.keyId)
    return presentIssuedApiKey(issued)
  },
})
