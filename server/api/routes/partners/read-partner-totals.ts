import { readPartnerTotals } from '../../../actions/partners/read-partner-totals.ts'
import { route } from './deps.ts'
import { PartnerTotalsResponse } from '../../schemas/partners/partner-totals.ts'

export const readPartnerTotalsRoute = route({
  operation: 'readPartnerTotals',
  method: 'get',
  path: '/v1/totals',
  summary: "Read the partner's own totals",
  description: 'What its tills brought, and what the chain made of it. Reads all of it: for reports, not for tills.',
  caller: 'partner',
  scope: 'ledger:read',
  response: PartnerTotalsResponse,
  handle: async ({ deps, caller: { partnerId } }) => {
    const { name, ...totals } = await readPartnerTotals(deps, partnerId)
    const figures = Object.fromEntries(Object.entries(totals).map(([figure, value]) => [figure, String(value)]))
    return PartnerTotalsResponse.parse({ ...figures, partnerId, name })
  },
})
