import { issueOperatorKey } from '../../../actions/partners/issue-operator-key.ts'
import type { OperatorScope } from '../../../domain/scopes.ts'
import { presentIssuedApiKey } from './present-partner.ts'
import { route } from './deps.ts'
import { IssuedApiKeyResponse, IssueOperatorKeyBody } from '../../schemas/partners/partners.ts'

/** Whoever has a key with these alone can read, and change nothing. */
const HARMLESS_SCOPES: readonly OperatorScope[] = ['operator:read', 'operator:audit']

export const issueOperatorKeyRoute = route({
  operation: 'issueOperatorKey',
  method: 'post',
  path: '/v1/operator-keys',
  summary: 'Issue an API key to an operator',
  description: 'The key is shown this once, and ends by itself. With `replaces`, the old key ends after the overlap.',
  caller: 'operator',
  body: IssueOperatorKeyBody,
  audit: { keeps: ['label', 'scopes', 'validDays', 'replaces'] },
  fourEyes: { power: 'keys', when: ({ scopes }) => scopes.some((scope) => !HARMLESS_SCOPES.includes(scope)) },
  repeatable: true,
  once: 'answer_shown_once',
  status: 201,
  response: IssuedApiKeyResponse,
  refuses: ['key_unknown'],
  handle: async ({ deps, caller, body: { replaces = null, ...asked } }) => {
    const issued = await issueOperatorKey(deps, { ...asked, issuedBy: caller.keyId, replaces })
    if (replaces !== null) deps.keyring.forget(replaces.keyId)
    return presentIssuedApiKey(issued)
  },
})
