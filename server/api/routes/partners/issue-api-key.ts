import { issueApiKey } from '../../../actions/partners/issue-api-key.ts'
import { presentIssuedApiKey } from './present-partner.ts'
import { route } from './deps.ts'
import { IssuedApiKeyResponse, IssueKeyBody } from '../../schemas/partners/partners.ts'

export const issueApiKeyRoute = route({
  operation: 'issueApiKey',
  method: 'post',
  path: '/v1/partners/{partnerId}/keys',
  summary: 'Issue an API key',
  description: 'The key is shown this once. With `replaces`, the old key ends after the overlap.',
  caller: 'operator',
  operatorScopes: ['operator:keys'],
  body: IssueKeyBody,
  audit: { keeps: ['label', 'scopes', 'expiresAt', 'replaces'] },
  repeatable: true,
  once: 'answer_shown_once',
  status: 201,
  response: IssuedApiKeyResponse,
  refuses: ['partner_unknown', 'key_unknown'],
  handle: async ({ deps, caller, params: { partnerId }, body }) => {
    const { label, scopes, expiresAt = null, replaces = null } = body
    const issued = await issueApiKey(deps, { partnerId, label, scopes, expiresAt, issuedBy: caller.keyId, replaces })
    if (replaces !== null) deps.keyring.forget(replaces.keyId)
    return presentIssuedApiKey(issued)
  },
})
