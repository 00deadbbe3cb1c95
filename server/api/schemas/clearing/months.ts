import { z } from 'zod'

import { assert } from '../../../domain/assert.ts'
import { monthNumber } from '../../../domain/utc-days.ts'

const MONTH_PATTERN = '^[0-9]{4}-(0[1-9]|1[0-2])$'

/** A calendar month in UTC. */
export const Month = z
  .string()
  .max(7)
  .refine((text) => monthNumber(text) !== null, 'must be a month such as 2027-01')
  .meta({ type: 'string', pattern: MONTH_PATTERN, example: '2027-01' })

export const MonthOut = z.string().meta({ pattern: MONTH_PATTERN, example: '2027-01' })

/** The number of a month that the schema has let in. */
export function numberOfMonth(text: string): number {
  const month = monthNumber(text)
  assert(month !== null, 'the schema lets months in only')
  return month
}
