import { listEarningOffers } from '../../../actions/partners/list-earning-offers.ts'
import { presentBrand } from '../../present-brand.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { EarningOffersResponse } from '../../schemas/partners/earning-offers.ts'
import { route } from './deps.ts'

export const listEarningOffersRoute = route({
  operation: 'listEarningOffers',
  method: 'get',
  path: '/v1/earning-offers',
  summary: 'List what brands give points for',
  description: 'Of every active brand, what counts now, and what it has announced for later.',
  caller: 'anyone',
  response: EarningOffersResponse,
  handle: async ({ deps }) =>
    presentWhole(await listEarningOffers(deps), ({ partner, now, next }) => ({
      partnerId: partner.id,
      partnerName: partner.name,
      brand: presentBrand(partner),
      currency: now.currency,
      points: String(now.points),
      perMinor: String(now.perMinor),
      next: next && {
        points: String(next.points),
        perMinor: String(next.perMinor),
        validFrom: next.validFrom.toISOString(),
      },
    })),
})
