import { z } from 'zod'

import { listApiKeys } from '../../../actions/partners/list-api-keys.ts'
import { presentApiKey } from './present-partner.ts'
import { route } from './deps.ts'
import { API_KEYS } from '../../schemas/partners/partners.ts'

export const listApiKeysRoute = route({
  operation: 'listApiKeys',
  method: 'get',
  path: '/v1/partners/{partnerId}/keys',
  summary: "List a partner's API keys",
  description: 'Newest first, without their secrets.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  query: z.strictObject(API_KEYS.query),
  response: API_KEYS.response,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId }, query: { cursor = null, limit } }) =>
    API_KEYS.present(await listApiKeys(deps, { partnerId, before: cursor, rowsMax: limit }), presentApiKey),
})
