import { z } from 'zod'

import { VAT_TREATMENTS, type VatTreatment } from '../../../domain/clearing/statement.ts'
import { isDay } from '../../../domain/time-zones.ts'
import { dayOf } from '../../../domain/utc-days.ts'
import { AmountMinor, AmountOut, Decimal, NumberOut, PartnerNumber, text, TimeOut } from '../values.ts'

const REFERENCE_LENGTH_MAX = 140
const DAY_PATTERN = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'

/** A calendar day in UTC: the audit log keeps it as it is written. */
const Day = z
  .string()
  .max(10)
  .refine(isDay, 'must be a day such as 2027-01-01')
  .meta({ type: 'string', pattern: DAY_PATTERN, example: '2027-01-01' })

/** The number of a day that the schema has let in: since 1970-01-01. */
export function numberOfDay(day: string): number {
  return dayOf(new Date(`${day}T00:00:00Z`))
}

const DayOut = z.string().meta({ pattern: DAY_PATTERN, example: '2027-01-01' })

/** The number of a pack in a path. */
export const PackNumberText = z
  .string()
  .regex(/^[1-9][0-9]{0,3}$/, 'must be the number of a pack')
  .transform(Number)
  .meta({ type: 'string', pattern: '^[1-9][0-9]{0,3}$', example: '1' })

const Points = Decimal.meta({ description: 'Points, as a decimal string', example: '100000' })

export const OrderPackBody = z
  .strictObject({
    points: Points,
    priceMinor: AmountMinor.meta({
      description: 'Price of the whole pack without VAT, in minor units of the clearing currency',
      example: '95000',
    }),
    startsOn: Day.meta({ description: 'Packs are used in the order of these days (UTC), then of their numbers' }),
  })
  .meta({ id: 'OrderPack' })

export const PackPaymentBody = z
  .strictObject({
    reference: text(REFERENCE_LENGTH_MAX).meta({
      description: "The bank's, for whoever looks it up",
      example: 'BOOK-4711',
    }),
    paidOn: Day.meta({ description: "Day of the bank's entry" }),
    points: Points.meta({ description: 'Of the pack: the allowance is raised by as many' }),
  })
  .meta({ id: 'PackPayment' })

export const PackAlertBody = z
  .strictObject({
    points: z
      .union([Points, z.null()])
      .meta({ description: 'The partner is warned when so many are left; null: never' }),
  })
  .meta({ id: 'SetPackAlert' })

export const PackResponse = z
  .object({
    partnerId: PartnerNumber,
    packNumber: z.int().meta({ description: 'Counts the packs of the partner', example: 1 }),
    number: z.string().meta({ description: 'Names the pack in payments and invoices', example: 'ENT-1-P1' }),
    points: NumberOut,
    usedPoints: NumberOut,
    leftPoints: NumberOut.meta({ description: '0 of a pack that is not paid' }),
    priceMinor: AmountOut.meta({ description: 'Without VAT' }),
    vat: z.object({
      treatment: z.enum(Object.keys(VAT_TREATMENTS) as [VatTreatment, ...VatTreatment[]]),
      rateBasisPoints: z.int(),
    }),
    vatMinor: AmountOut,
    payableMinor: AmountOut.meta({ description: 'Price and VAT: what is to be paid' }),
    currency: z.string().meta({ example: 'EUR' }),
    startsOn: DayOut,
    state: z.enum(['ordered', 'paid', 'cancelled']),
    orderedAt: TimeOut,
    payment: z.object({ reference: z.string(), paidOn: DayOut, recordedAt: TimeOut }).nullable(),
    cancelledAt: TimeOut.nullable(),
  })
  .meta({ id: 'Pack', description: 'Points that a partner buys in advance' })

export const PacksResponse = z
  .object({
    partnerId: PartnerNumber,
    packs: z.array(PackResponse),
    leftPoints: NumberOut.meta({ description: 'In all paid packs' }),
    uncoveredPoints: NumberOut.meta({
      description: 'Issued beyond all packs, with an allowance that was not bought in one: the next pack pays for it',
    }),
    alertPoints: NumberOut.nullable().meta({ description: 'The partner is warned when so many are left; null: never' }),
    isLow: z.boolean().meta({ description: 'No more than `alertPoints` are left' }),
  })
  .meta({ id: 'Packs' })
