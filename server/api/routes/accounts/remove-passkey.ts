import { removePasskey } from '../../../actions/accounts/remove-passkey.ts'
import { readMe } from '../../../actions/members/read-me.ts'
import { presentMe } from '../members/present-me.ts'
import { route } from './deps.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const removePasskeyRoute = route({
  operation: 'removePasskey',
  method: 'delete',
  path: '/v1/me/passkeys/{passkeyId}',
  summary: 'Take a passkey back with which moves could be confirmed',
  description: 'Being signed in is enough: the next move waits again.',
  caller: 'member',
  response: MeResponse,
  refuses: ['passkey_unknown'],
  handle: async ({ deps, caller: { memberId }, params: { passkeyId } }) => {
    await removePasskey(deps, { memberId, passkeyId })
    return presentMe(await readMe(deps, memberId))
  },
})
