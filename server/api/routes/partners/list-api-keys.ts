import { z } from 'zod'

import { listApiKeys } from '../../../actions/partners/list-api-keys.ts'
import { presentApiKey } from './present-partner.ts'
import { route } from './deps.ts'
import { ApiKeysResponse } from '../../schemas/partners/partners.ts'
import { PartnerNumberText } from '../../schemas/values.ts'

export const listApiKeysRoute = route({
  operation: 'listApiKeys',
  method: 'get',
  path: '/v1/partners/{partnerId}/keys',
  summary: "List a partner's API keys",
  description: 'Newest first, without their secrets.',
  caller: 'operator',
  params: z.strictObject({ partnerId: PartnerNumberText }),
  status: 200,
  response: ApiKeysResponse,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId } }) => ({
    keys: (await listApiKeys(deps, { partnerId })).map(presentApiKey),
  }),
})
