import { revokeOwnKey } from '../../../actions/partners/revoke-own-key.ts'
import { giverOf } from '../../giver-of.ts'
import { ApiKeyResponse } from '../../schemas/partners/partners.ts'
import { route } from './deps.ts'
import { presentApiKey } from './present-partner.ts'

export const revokeOwnKeyRoute = route({
  operation: 'revokeOwnKey',
  method: 'delete',
  path: '/v1/partner/keys/{keyId}',
  summary: 'Revoke an API key of your own',
  description: 'At once and for ever. Other processes of the server follow within a second.',
  caller: 'partner',
  scope: 'keys:write',
  response: ApiKeyResponse,
  refuses: ['key_unknown'],
  handle: async ({ deps, caller, params: { keyId } }) => {
    const revoked = await revokeOwnKey(deps, { partnerId: caller.partnerId, keyId, giver: giverOf(caller) })
    deps.keyring.forget(keyId)
    return presentApiKey(revoked)
  },
})
