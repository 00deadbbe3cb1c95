import { z } from 'zod'

import { dayOrPeriod, isPeriod, PERIOD_FAULT } from '../pagination.ts'
import { AmountOut, NumberOut, PartnerNumber, PointsOut } from '../values.ts'

export const PartnerTotalsQuery = z.strictObject(dayOrPeriod).refine(isPeriod, PERIOD_FAULT)

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
    redemptions: NumberOut.meta({ description: 'By when their points were held' }),
    redemptionsCaptured: NumberOut.meta({ description: 'Of these: captured, and not refused by the ledger' }),
    redemptionsVoided: NumberOut,
    redemptionsRefused: NumberOut.meta({ description: 'Captured, and refused by the ledger for good' }),
    pointsCaptured: PointsOut.meta({ description: 'Of those captured' }),
    restorations: NumberOut.meta({ description: 'By when they were asked for; failed ones do not count' }),
    pointsRestoring: PointsOut.meta({ description: 'Of these restorations, on chain or on their way' }),
    redemptionsBurned: NumberOut.meta({ description: 'On chain' }),
    pointsRedeemed: PointsOut.meta({ description: 'Burned on chain' }),
    pointsRestored: PointsOut.meta({ description: 'Given back on chain' }),
  })
  .meta({ id: 'PartnerTotals', description: "A partner's own figures" })
