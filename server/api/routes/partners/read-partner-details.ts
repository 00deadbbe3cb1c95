import { readPartnerDetails } from '../../../actions/partners/read-partner-details.ts'
import { presentPartner } from './present-partner.ts'
import { route } from './deps.ts'
import { PartnerResponse } from '../../schemas/partners/partners.ts'

export const readPartnerDetailsRoute = route({
  operation: 'readPartnerDetails',
  method: 'get',
  path: '/v1/partners/{partnerId}',
  summary: 'Read a partner',
  description:
    'With its rules and rates, what the registry says of it now, what it still has open while it is leaving, and the key that it is to sign with next.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  response: PartnerResponse,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId } }) => presentPartner(await readPartnerDetails(deps, partnerId)),
})
