import { z } from 'zod'

import { Month, MonthOut } from './months.ts'
import { wholeListOf } from '../pagination.ts'
import { OperationId } from '../powers/powers.ts'
import { Decimal, HexOut, NumberOut, PartnerNumber, TimeOut } from '../values.ts'

const Micros = Decimal.meta({
  description: 'Millionths of a minor unit of the clearing currency per point: 1000000 is one cent',
  example: '1000000',
})

export const PricesBody = z
  .strictObject({
    month: Month.meta({ description: 'From this month on (UTC), until another price does' }),
    issueMicros: Micros.meta({ description: 'What the partner pays for a point that it issues' }),
    redeemMicros: Micros.meta({ description: 'What the partner gets for a point that is redeemed there' }),
  })
  .meta({ id: 'SetPrices' })

export const PricesResponse = z
  .object({
    partnerId: PartnerNumber,
    month: MonthOut,
    issueMicros: NumberOut,
    redeemMicros: NumberOut,
    state: z.enum(['planned', 'announced', 'set', 'lapsed']).meta({
      description:
        '`planned` here; `announced` on chain, and waiting for its delay; `set` in the registry; `lapsed`: its month was over before it was set',
    }),
    plannedAt: TimeOut.nullable().meta({ description: 'Null: the registry has it, and nobody planned it here' }),
    announced: z
      .object({ operationId: OperationId, readyAt: TimeOut, transactionHash: HexOut })
      .nullable()
      .meta({ description: 'The announcement, while it waits' }),
    set: z
      .object({ blockNumber: NumberOut, transactionHash: HexOut })
      .nullable()
      .meta({ description: 'Where the registry was given it' }),
    call: z
      .object({ to: HexOut, data: HexOut })
      .meta({ description: 'The call of the registry that the administrator announces and carries out' }),
  })
  .meta({ id: 'Prices', description: 'What a point costs at a partner from a month on' })

export const PricesListResponse = wholeListOf('PricesList', PricesResponse)
