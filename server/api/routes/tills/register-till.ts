import { registerTill } from '../../../actions/tills/register-till.ts'
import { presentTill } from './present-till.ts'
import { route } from './deps.ts'
import { RegisterTillBody, TillResponse } from '../../schemas/tills/tills.ts'

export const registerTillRoute = route({
  operation: 'registerTill',
  method: 'post',
  path: '/v1/tills',
  summary: 'Register a till that prints slips',
  description:
    'The till keeps the private half of the key where it stands. What it signs without network is checked with the public half. The same key again is the same till, under its first name.',
  caller: 'partner',
  scope: 'purchases:write',
  isOfficeWork: true,
  body: RegisterTillBody,
  repeatable: true,
  once: 'answer_kept',
  audit: { keeps: ['name'] },
  response: TillResponse,
  refuses: ['till_key_invalid', 'tills_too_many', 'till_unknown'],
  handle: async ({ deps, caller: { partnerId }, body }) =>
    presentTill(await registerTill(deps, { partnerId, ...body })),
})
