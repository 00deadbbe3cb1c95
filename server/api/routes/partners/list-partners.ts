import { z } from 'zod'

import { listPartners } from '../../../actions/partners/list-partners.ts'
import { presentPartner } from './present-partner.ts'
import { route } from './deps.ts'
import { PARTNERS } from '../../schemas/partners/partners.ts'

export const listPartnersRoute = route({
  operation: 'listPartners',
  method: 'get',
  path: '/v1/partners',
  summary: 'List partners',
  description: 'By number, with what the registry on the chain says of each.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  query: z.strictObject(PARTNERS.query),
  response: PARTNERS.response,
  handle: async ({ deps, query: { cursor = 0, limit } }) =>
    PARTNERS.present(await listPartners(deps, { after: cursor, rowsMax: limit }), presentPartner),
})
