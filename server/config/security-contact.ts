import { z } from 'zod'

/** Where weaknesses are reported, as RFC 9116 wants it: an address that opens by itself, on one line. */
export const SecurityContact = z
  .string()
  .max(200)
  .regex(
    /^(?:mailto:[^\s@,]+@[^\s@,]+\.[^\s@,]+|https:\/\/[^\s,]+|tel:\+[0-9-]{5,30})$/,
    'must be a mailto:, https: or tel: address',
  )
