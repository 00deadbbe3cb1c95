import { readPartner } from '../../../actions/partners/read-partner.ts'
import { presentBrand } from '../../present-brand.ts'
import { presentTerms } from './present-terms.ts'
import { route } from './deps.ts'
import { OwnPartnerResponse } from '../../schemas/partners/partners.ts'

export const readPartnerRoute = route({
  operation: 'readPartner',
  method: 'get',
  path: '/v1/partner',
  summary: 'Read the partner that the key belongs to',
  description:
    'Name and currencies, how points are earned and what they are worth, and what the key may do: what a till asks when it starts.',
  caller: 'partner',
  scope: 'members:read',
  response: OwnPartnerResponse,
  handle: async ({ deps, caller: { partnerId, scopes } }) => {
    const { partner, terms } = await readPartner(deps, partnerId)
    const { name, currency, country, timeZone, status } = partner
    const brand = presentBrand(partner)
    return {
      partnerId,
      name,
      currency,
      country,
      timeZone,
      status,
      terms: terms.map(presentTerms),
      brand,
      scopes: [...scopes],
    }
  },
})
