/** Digits of a one-time code: whoever guesses is right once in a hundred million times. */
export const CODE_DIGITS = 8
/** How long a code is good for. */
export const CODE_MS_MAX = 10 * 60_000
/** How often a code may be tried. */
export const CODE_TRIES_MAX = 5

/** How many codes are sent to one address or number within an hour, whoever asks. */
export const CODES_PER_IDENTIFIER_MAX = 5
export const CODES_PER_IDENTIFIER_WINDOW_MS = 60 * 60_000
/** How many codes are sent for one member within a day. */
export const CODES_PER_MEMBER_MAX = 10
export const CODES_PER_MEMBER_WINDOW_MS = 24 * 60 * 60_000
/** How many codes the tills of a partner have sent within an hour. */
export const CODES_PER_PARTNER_MAX = 300
export const CODES_PER_PARTNER_WINDOW_MS = 60 * 60_000

/** Bytes from which a code is drawn: many more than it needs, so that no code is noticeably likelier than another. */
export const CODE_RANDOM_BYTES = 16

/** Writes the code that random bytes stand for. */
export function writeOneTimeCode(bytes: Uint8Array): string {
  const drawn = BigInt(`0x${Buffer.from(bytes).toString('hex')}`) % 10n ** BigInt(CODE_DIGITS)
  return drawn.toString().padStart(CODE_DIGITS, '0')
}
