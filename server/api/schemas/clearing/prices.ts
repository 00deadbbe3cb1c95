import { z } from 'zod'

import { monthNumber } from '../../../domain/utc-days.ts'
import { wholeListOf } from '../pagination.ts'
import { OperationId } from '../powers/powers.ts'
import { Decimal, HexOut, NumberOut, PartnerNumber, TimeOut } from '../values.ts'

/** A calendar month in UTC, as months since 1970-01. */
export const Month = z
  .string()
  .max(7)
  .transform((text, context) => {
    const month = monthNumber(text)
    if (month !== null) return month
    context.addIssue({ code: 'custom', message: 'must be a month such as 2027-01' })
    return z.NEVER
  })
  .meta({ type: 'string', pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$', example: '2027-01' })

export const MonthOut = z.string().meta({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$', example: '2027-01' })

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
