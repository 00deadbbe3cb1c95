import { z } from 'zod'

import { listPartners, PARTNERS_PER_PAGE_MAX } from '../../../actions/partners/list-partners.ts'
import { presentPartner } from './present-partner.ts'
import { route } from './deps.ts'
import { PartnersResponse } from '../../schemas/partners/partners.ts'
import { limitOf, PartnerNumberText } from '../../schemas/values.ts'

export const listPartnersRoute = route({
  operation: 'listPartners',
  method: 'get',
  path: '/v1/partners',
  summary: 'List partners',
  description: 'By number. `after` is the `nextAfter` of the page before.',
  caller: 'operator',
  query: z.strictObject({ after: PartnerNumberText.optional(), limit: limitOf(PARTNERS_PER_PAGE_MAX) }),
  status: 200,
  response: PartnersResponse,
  refuses: [],
  handle: async ({ deps, query: { after = 0, limit } }) => {
    const partners = await listPartners(deps, { after, partnersMax: limit })
    const last = partners.at(-1)
    return {
      partners: partners.map(presentPartner),
      nextAfter: partners.length === limit && last ? last.partner.id : null,
    }
  },
})
