import { z } from 'zod'

import { LIABILITY_DEFINITIONS } from '../../../domain/figures/definitions.ts'
import { AmountOut, Currency, NumberOut, orNull, PointsOut, TimeOut } from '../values.ts'
import { Definitions } from './figures.ts'

const Ratio = z
  .object({ numerator: NumberOut, denominator: NumberOut })
  .meta({ id: 'Ratio', description: 'A number that need not be whole, exactly' })

export const LiabilityResponse = z
  .object({
    isEstimate: z.literal(true),
    currency: Currency,
    asOf: TimeOut.meta({ description: 'The time of the final block up to which the ledger was counted' }),
    finalBlock: NumberOut.nullable(),
    outstandingOfAll: PointsOut.meta({ description: LIABILITY_DEFINITIONS.outstandingOfAll }),
    outstanding: PointsOut.meta({ description: LIABILITY_DEFINITIONS.outstanding }),
    redemptionRate: Ratio.meta({ description: LIABILITY_DEFINITIONS.redemptionRate }),
    closedEpochs: z.int().meta({ description: 'Epochs that are over, from which the rate is taken' }),
    expected: PointsOut.meta({ description: LIABILITY_DEFINITIONS.expected }),
    pointMicros: orNull(Ratio).meta({ description: `${LIABILITY_DEFINITIONS.pointMicros} Null: no price is set.` }),
    liabilityMinor: AmountOut.nullable().meta({ description: LIABILITY_DEFINITIONS.liabilityMinor }),
    liabilityMinorMax: AmountOut.nullable().meta({ description: LIABILITY_DEFINITIONS.liabilityMinorMax }),
    formula: z.string(),
    definitions: Definitions,
  })
  .meta({ id: 'PartnerLiability', description: 'An estimate of what outstanding points will cost, with its inputs' })
