import { z } from 'zod'

import { removePersonPasskey } from '../../../actions/people/remove-person-passkey.ts'
import { route } from './deps.ts'

export const removePersonPasskeyRoute = route({
  operation: 'removePersonPasskey',
  method: 'delete',
  path: '/v1/partner/passkeys/{passkeyId}',
  summary: 'Remove a passkey with which you sign in to the console',
  description: 'Sessions that it opened go on until you end them.',
  caller: 'person',
  status: 204,
  response: z.null(),
  refuses: ['passkey_unknown'],
  handle: async ({ deps, caller: { keyId: personId }, params: { passkeyId } }) => {
    await removePersonPasskey(deps, { personId, passkeyId })
    return null
  },
})
