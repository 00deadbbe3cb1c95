import { z } from 'zod'

import { isTimeZone } from '../../../domain/time-zones.ts'
import { PartnerNumber } from '../values.ts'

const TIME_ZONE_LENGTH_MAX = 64

export const TimeZoneBody = z
  .strictObject({
    timeZone: z
      .string()
      .max(TIME_ZONE_LENGTH_MAX)
      .refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/London')
      .meta({ example: 'Europe/London' }),
  })
  .meta({ id: 'SetTimeZone' })

export const TimeZoneResponse = z
  .object({ partnerId: PartnerNumber, timeZone: z.string().nullable() })
  .meta({ id: 'TimeZone' })
