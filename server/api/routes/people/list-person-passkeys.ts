import { listPersonPasskeys } from '../../../actions/people/list-person-passkeys.ts'
import { PersonPasskeysResponse } from '../../schemas/people/person-passkeys.ts'
import { route } from './deps.ts'
import { presentPersonPasskeys } from './present-person-passkey.ts'

export const listPersonPasskeysRoute = route({
  operation: 'listPersonPasskeys',
  method: 'get',
  path: '/v1/partner/passkeys',
  summary: 'List the passkeys with which you sign in to the console',
  caller: 'person',
  response: PersonPasskeysResponse,
  handle: async ({ deps, caller: { keyId } }) => presentPersonPasskeys(await listPersonPasskeys(deps, keyId)),
})
