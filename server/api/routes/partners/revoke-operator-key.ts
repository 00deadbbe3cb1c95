import { revokeOperatorKey } from '../../../actions/partners/revoke-operator-key.ts'
import { presentApiKey } from './present-partner.ts'
import { route } from './deps.ts'
import { ApiKeyResponse } from '../../schemas/partners/partners.ts'

export const revokeOperatorKeyRoute = route({
  operation: 'revokeOperatorKey',
  method: 'delete',
  path: '/v1/operator-keys/{keyId}',
  summary: 'Revoke an API key of an operator',
  description: 'At once and for ever. Other processes of the server follow within a second.',
  caller: 'operator',
  response: ApiKeyResponse,
  refuses: ['key_unknown'],
  handle: async ({ deps, params: { keyId } }) => {
    const revoked = await revokeOperatorKey(deps, keyId)
    deps.keyring.forget(keyId)
    return presentApiKey(revoked)
  },
})
