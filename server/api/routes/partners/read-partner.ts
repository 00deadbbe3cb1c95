import { readPartner } from '../../../actions/partners/read-partner.ts'
import { route } from './deps.ts'
import { OwnPartnerResponse } from '../../schemas/partners/partners.ts'

export const readPartnerRoute = route({
  operation: 'readPartner',
  method: 'get',
  path: '/v1/partner',
  summary: 'Read the partner that the key belongs to',
  description: 'Name and currency, and what the key may do: what a till asks when it starts.',
  caller: 'partner',
  scope: 'members:read',
  response: OwnPartnerResponse,
  handle: async ({ deps, caller: { partnerId, scopes } }) => {
    const { name, currency, status } = await readPartner(deps, partnerId)
    return { partnerId, name, currency, status, scopes: [...scopes] }
  },
})
