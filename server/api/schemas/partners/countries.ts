import { z } from 'zod'

import { isCountry } from '../../../actions/partners/countries.ts'
import { PartnerNumber } from '../values.ts'

/** Where the shops of a partner are. */
export const Country = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: 'must be an ISO 3166-1 code in capitals, such as GB', abort: true })
  .refine(isCountry, 'is not a country of ISO 3166-1')
  .meta({ description: 'ISO 3166-1 alpha-2: phone numbers without a country code are read with it', example: 'GB' })

/** The same in an answer. */
export const CountryOut = z
  .string()
  .nullable()
  .meta({ description: 'ISO 3166-1 alpha-2; null until the partner has said it', example: 'GB' })

export const CountryBody = z.strictObject({ country: Country }).meta({ id: 'SetCountry' })

export const CountryResponse = z.object({ partnerId: PartnerNumber, country: CountryOut }).meta({ id: 'Country' })
