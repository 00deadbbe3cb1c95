import { issueOwnKey } from '../../../actions/partners/issue-own-key.ts'
import { giverOf } from '../../giver-of.ts'
import { IssuedApiKeyResponse, IssueKeyBody } from '../../schemas/partners/partners.ts'
import { route } from './deps.ts'
import { presentIssuedApiKey } from './present-partner.ts'

export const issueOwnKeyRoute = route({
  operation: 'issueOwnKey',
  method: 'post',
  path: '/v1/partner/keys',
  summary: 'Issue an API key of your own',
  description:
    'The key is shown this once. It may do no more than who issues it; what an owner issues may do anything. With `replaces`, the old key ends after the overlap.',
  caller: 'partner',
  scope: 'keys:write',
  body: IssueKeyBody,
  audit: { keeps: ['label', 'scopes', 'expiresAt', 'replaces'] },
  repeatable: true,
  once: 'answer_shown_once',
  status: 201,
  response: IssuedApiKeyResponse,
  refuses: ['key_unknown'],
  handle: async ({ deps, caller, body }) => {
    const { label, scopes, expiresAt = null, replaces = null } = body
    const { partnerId, keyId: issuedBy } = caller
    const asked = { partnerId, label, scopes, expiresAt, issuedBy, replaces }
    const issued = await issueOwnKey(deps, { ...asked, giver: giverOf(caller) })
    if (replaces !== null) deps.keyring.forget(replaces.keyId)
    return presentIssuedApiKey(issued)
  },
})
