import { readPartnerFigures } from '../../../actions/figures/read-partner-figures.ts'
import { FIGURE_DEFINITIONS } from '../../../domain/figures/definitions.ts'
import { FIGURE_DAYS_USUAL, type FigureRange } from '../../../domain/figures/spans.ts'
import { FiguresQuery, FiguresResponse } from '../../schemas/figures/figures.ts'
import { route } from './deps.ts'

export const readPartnerFiguresRoute = route({
  operation: 'readPartnerFigures',
  method: 'get',
  path: '/v1/partner/figures',
  summary: 'Read your figures day by day',
  description:
    'What you issued, redeemed and sold on each of the last days, or in each of the last months, by the clock of your shops. Points are those of the ledger, by the time of their blocks.',
  caller: 'partner',
  scope: 'ledger:read',
  query: FiguresQuery,
  response: FiguresResponse,
  handle: async ({ deps, caller: { partnerId }, query: { days, months } }) => {
    const range: FigureRange =
      months === undefined ? { unit: 'day', count: days ?? FIGURE_DAYS_USUAL } : { unit: 'month', count: months }
    const { timeZone, spans } = await readPartnerFigures(deps, { partnerId, range })
    return {
      timeZone,
      unit: range.unit,
      spans: spans.map(({ name, issued, reversed, redeemed, restored, purchases, redemptions }) => ({
        name,
        issued: String(issued),
        reversed: String(reversed),
        redeemed: String(redeemed),
        restored: String(restored),
        purchases: String(purchases),
        redemptions: String(redemptions),
      })),
      definitions: FIGURE_DEFINITIONS,
    }
  },
})
