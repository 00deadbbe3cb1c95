import { readPartnerTotals } from '../../../actions/partners/read-partner-totals.ts'
import { route } from './deps.ts'
import { withinDay } from '../../within-day.ts'
import { PartnerTotalsQuery, PartnerTotalsResponse } from '../../schemas/partners/partner-totals.ts'

export const readPartnerTotalsRoute = route({
  operation: 'readPartnerTotals',
  method: 'get',
  path: '/v1/totals',
  summary: "Read the partner's own totals",
  description:
    'What its tills brought in a period or on a day, by when it was recorded, and what the chain included in that period. Without a period: of all time. Reads all of it: for reports, not for tills.',
  caller: 'partner',
  scope: 'ledger:read',
  query: PartnerTotalsQuery,
  response: PartnerTotalsResponse,
  handle: async ({ deps, caller: { partnerId }, query }) => {
    const { createdFrom = null, createdUntil = null } = await withinDay(deps, partnerId, query)
    const { name, ...totals } = await readPartnerTotals(deps, { partnerId, createdFrom, createdUntil })
    const figures = Object.fromEntries(Object.entries(totals).map(([figure, value]) => [figure, String(value)]))
    return PartnerTotalsResponse.parse({ ...figures, partnerId, name })
  },
})
