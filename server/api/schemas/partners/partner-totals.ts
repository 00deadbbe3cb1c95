import { z } from 'zod'

import { AmountOut, NumberOut, PartnerNumber, PointsOut } from '../values.ts'

export const PartnerTotalsResponse = z
  .object({
    partnerId: PartnerNumber,
    name: z.string(),
    purchases: NumberOut,
    returns: NumberOut,
    pointsAccepted: PointsOut.meta({ description: 'Of all accepted accruals' }),
    pointsReversedAccepted: PointsOut.meta({ description: 'Of all accepted reversals' }),
    pointsMinted: PointsOut.meta({ description: 'Credited by batches on chain' }),
    pointsReversed: PointsOut.meta({ description: 'Debited by batches on chain, shortfalls excluded' }),
    batches: NumberOut.meta({ description: 'On chain' }),
    gasUsed: NumberOut,
    unmatchedMinor: AmountOut.meta({ description: 'Parts of returns that no purchase explains' }),
  })
  .meta({ id: 'PartnerTotals', description: "A partner's own figures" })
