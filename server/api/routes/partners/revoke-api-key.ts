import { revokeApiKey } from '../../../actions/partners/revoke-api-key.ts'
import { presentApiKey } from './present-partner.ts'
import { route } from './deps.ts'
import { ApiKeyResponse } from '../../schemas/partners/partners.ts'

export const revokeApiKeyRoute = route({
  operation: 'revokeApiKey',
  method: 'delete',
  path: '/v1/partners/{partnerId}/keys/{keyId}',
  summary: 'Revoke an API key',
  description: 'At once and for ever. Other processes of the server follow within a second.',
  caller: 'operator',
  operatorScopes: ['operator:keys'],
  response: ApiKeyResponse,
  refuses: ['key_unknown'],
  handle: async ({ deps, params: { partnerId, keyId } }) => {
    const revoked = await revokeApiKey(deps, { partnerId, keyId })
    deps.keyring.forget(keyId)
    return presentApiKey(revoked)
  },
})
