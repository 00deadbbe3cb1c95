import { z } from 'zod'

import { FORBIDDEN_CHARACTERS } from './values.ts'

export const METADATA_KEYS_MAX = 20
export const METADATA_KEY_LENGTH_MAX = 40
/** In code points. */
export const METADATA_VALUE_LENGTH_MAX = 500

/** `__proto__` would not become a key of an object. */
const KEY = new RegExp(`^(?!__proto__$)[A-Za-z0-9_.-]{1,${METADATA_KEY_LENGTH_MAX}}$`)

const Value = z
  .string()
  // A code point is at most two units, so that nothing long is ever normalised.
  .max(METADATA_VALUE_LENGTH_MAX * 2)
  .refine((value) => !FORBIDDEN_CHARACTERS.test(value), 'has control, format or unpaired characters')
  .transform((value) => value.normalize('NFC'))
  .refine(
    (value) => Array.from(value).length <= METADATA_VALUE_LENGTH_MAX,
    `is longer than ${METADATA_VALUE_LENGTH_MAX} characters`,
  )

/** What a partner may note on a new object. */
export const MetadataIn = z
  .unknown()
  .refine((given) => typeof given !== 'object' || given === null || !Object.hasOwn(given, '__proto__'), {
    error: 'has a key that is not of letters, digits, _, . and -',
  })
  .pipe(z.record(z.string().regex(KEY, 'must be 1 to 40 letters, digits, _, . or -'), Value))
  .refine((given) => Object.keys(given).length <= METADATA_KEYS_MAX, `has more than ${METADATA_KEYS_MAX} keys`)
  .optional()
  .meta({
    type: 'object',
    description: `Your own notes, text to text: at most ${METADATA_KEYS_MAX} keys of ${METADATA_KEY_LENGTH_MAX} characters with values of ${METADATA_VALUE_LENGTH_MAX}. Put no personal data there. Never on chain; no part of what makes two requests the same`,
    example: { cashier: '17' },
  })

export const MetadataOut = z.record(z.string(), z.string())
