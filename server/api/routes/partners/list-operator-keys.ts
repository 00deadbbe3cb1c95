import { z } from 'zod'

import { listOperatorKeys } from '../../../actions/partners/list-operator-keys.ts'
import { presentApiKey } from './present-partner.ts'
import { route } from './deps.ts'
import { API_KEYS } from '../../schemas/partners/partners.ts'

export const listOperatorKeysRoute = route({
  operation: 'listOperatorKeys',
  method: 'get',
  path: '/v1/operator-keys',
  summary: 'List the API keys of operators',
  description: 'Newest first, without their secrets.',
  caller: 'operator',
  query: z.strictObject(API_KEYS.query),
  response: API_KEYS.response,
  handle: async ({ deps, query: { cursor = null, limit } }) =>
    API_KEYS.present(await listOperatorKeys(deps, { before: cursor, rowsMax: limit }), presentApiKey),
})
