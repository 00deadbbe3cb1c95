import { z } from 'zod'

import { wholeListOf } from '../pagination.ts'
import { BrandResponse } from '../pictures/pictures.ts'
import { AmountOut, PartnerNumber, PointsOut, TimeOut } from '../values.ts'

const Rate = { points: PointsOut, perMinor: AmountOut }

const EarningOffer = z
  .object({
    partnerId: PartnerNumber,
    partnerName: z.string(),
    brand: BrandResponse,
    currency: z.string(),
    ...Rate,
    next: z
      .object({ ...Rate, validFrom: TimeOut })
      .nullable()
      .meta({ description: 'What it has announced: from then on' }),
  })
  .meta({ id: 'EarningOffer', description: 'So many points for every `perMinor` minor units, rounded down' })

export const EarningOffersResponse = wholeListOf('EarningOffers', EarningOffer)
