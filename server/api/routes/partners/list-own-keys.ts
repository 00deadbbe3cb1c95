import { z } from 'zod'

import { listOwnKeys } from '../../../actions/partners/list-own-keys.ts'
import { OWN_API_KEYS } from '../../schemas/partners/partners.ts'
import { route } from './deps.ts'
import { presentApiKey } from './present-partner.ts'

export const listOwnKeysRoute = route({
  operation: 'listOwnKeys',
  method: 'get',
  path: '/v1/partner/keys',
  summary: 'List your own API keys',
  description: 'Newest first, without their secrets.',
  caller: 'partner',
  scope: 'keys:write',
  query: z.strictObject(OWN_API_KEYS.query),
  response: OWN_API_KEYS.response,
  refuses: ['partner_unknown'],
  handle: async ({ deps, caller: { partnerId }, query: { cursor = null, limit } }) =>
    OWN_API_KEYS.present(await listOwnKeys(deps, { partnerId, before: cursor, rowsMax: limit }), presentApiKey),
})
