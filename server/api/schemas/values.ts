import { z } from 'zod'

/** Longest texts, in code points. */
export const REFERENCE_LENGTH_MAX = 64
export const NAME_LENGTH_MAX = 80
/** Digits of the largest number that an int8 column holds, less one, so that any such text fits. */
export const DIGITS_MAX = 18

/** Control characters, format characters (direction marks, zero-width), lone surrogates, private and unassigned ones. */
export const FORBIDDEN_CHARACTERS = /\p{C}/u

/** One text type for all names and references: normalised (NFC), printable, trimmed, length in code points. */
export function text(lengthMax: number) {
  return (
    z
      .string()
      // A code point is at most two units, so that nothing long is ever normalised.
      .max(lengthMax * 2)
      .refine((value) => !FORBIDDEN_CHARACTERS.test(value), 'has control, format or unpaired characters')
      .transform((value) => value.normalize('NFC'))
      .refine((value) => value.trim() === value && value.length > 0, 'is empty, or begins or ends with a space')
      .refine((value) => Array.from(value).length <= lengthMax, `is longer than ${lengthMax} characters`)
      .meta({ type: 'string', minLength: 1, maxLength: lengthMax })
  )
}

/** A whole number of 0 or more as a decimal string. JSON numbers are refused: they lose digits silently. */
export const Decimal = z
  .string({ error: 'must be a decimal string, such as "1999": JSON numbers lose digits' })
  .max(DIGITS_MAX, `has more than ${DIGITS_MAX} digits`)
  .regex(/^(?:0|[1-9][0-9]*)$/, 'must be a whole number in decimal digits, without sign, point or leading zero')
  .transform((digits) => BigInt(digits))
  .meta({ type: 'string', pattern: '^(0|[1-9][0-9]*)$', maxLength: DIGITS_MAX, example: '1999' })

/** Money in minor units (pence, cents). */
export const AmountMinor = Decimal.meta({
  description: 'Money in minor units of the currency, as a decimal string',
  example: '1999',
})

export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code in capitals, such as GBP')
  .meta({ description: 'ISO 4217 code', example: 'GBP' })

/** RFC 3339 with an offset; kept in milliseconds of UTC. */
export const Instant = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-23T10:15:00Z' })
  .max(40)
  .transform((value) => new Date(value))
  .refine((date) => !Number.isNaN(date.getTime()), 'is no time that exists')
  .meta({ type: 'string', format: 'date-time', example: '2026-11-23T10:15:00Z' })

export const Uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a UUID in lower case')
  .meta({ format: 'uuid', example: '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f' })

/** The reference that a till gives to a purchase, a return or a place. */
export const Reference = text(REFERENCE_LENGTH_MAX)

export const Address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address: 0x and 40 hex digits')
  .transform((value) => value.toLowerCase())
  .meta({ type: 'string', pattern: '^0x[0-9a-fA-F]{40}$', example: '0x71c7656ec7ab88b098defb751b7401b5f6d8976f' })

/** Number of a partner, as on chain (uint32, though the database keeps 31 bits). */
export const PartnerNumber = z.int().min(1).max(2_147_483_647).meta({ example: 1 })

/** The same in a path. */
export const PartnerNumberText = z
  .string()
  .regex(/^[1-9][0-9]{0,9}$/, 'must be a partner number')
  .transform(Number)
  .refine((value) => value <= 2_147_483_647, 'is larger than any partner number')
  .meta({ type: 'string', pattern: '^[1-9][0-9]{0,9}$', example: '1' })

/** Answers: points may be negative where a return is waiting. */
export const PointsOut = z.string().meta({ pattern: '^-?(0|[1-9][0-9]*)$', example: '19' })
export const AmountOut = z.string().meta({ pattern: '^(0|[1-9][0-9]*)$', example: '1999' })
export const NumberOut = z.string().meta({ pattern: '^(0|[1-9][0-9]*)$', example: '42' })
export const HexOut = z.string().meta({ pattern: '^0x[0-9a-f]*$' })
export const TimeOut = z.string().meta({ format: 'date-time', example: '2026-11-23T10:15:00.000Z' })

/** How many rows of a list are asked for. */
export function limitOf(rowsMax: number) {
  return z
    .string()
    .regex(/^[1-9][0-9]{0,3}$/, 'must be a number of 1 or more')
    .transform(Number)
    .refine((rows) => rows <= rowsMax, `is larger than ${rowsMax}`)
    .default(rowsMax)
    .meta({ type: 'string', pattern: '^[1-9][0-9]{0,3}$', description: `At most ${rowsMax}` })
}

/** The public part of an API key. */
export const KeyId = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be a key id')
  .meta({ example: '0123456789abcdef' })
