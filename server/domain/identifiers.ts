import { assert } from './assert.ts'

/** Card numbers have sixteen digits, of which the last checks the others; the first is outside the ranges of banks. */
export const CARD_NUMBER_LENGTH = 16
/** So many cards can be numbered. */
export const CARD_SEQUENCE_MAX = 10n ** 14n - 1n
/** The longest address that mail servers carry (RFC 5321). */
export const EMAIL_LENGTH_MAX = 254

/** Characters of a hint at most; the database refuses longer ones. */
export const HINT_LENGTH_MAX = 4

/** Where an identifier leads to its member (`member_identifier.partner_id`), if not at one partner. */
export const LEADS_EVERYWHERE = 0
/** At the partner that enrolled the member: from before each partner was named. */
export const LEADS_AT_ENROLLING_PARTNER = -1

/** Identifiers that one member may have proved at a time. */
export const PROVEN_IDENTIFIERS_MAX = 6

const CARD_PREFIX = '9'
// What all mail systems agree on; whether the address exists, only a message to it tells.
const EMAIL = /^[^\s@"(),:;<>[\]\\]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/

/** The card number of a sequence number. */
export function makeCardNumber(sequence: bigint): string {
  assert(sequence >= 0n && sequence <= CARD_SEQUENCE_MAX, 'there is a card number for this sequence number')
  const payload = CARD_PREFIX + sequence.toString().padStart(CARD_NUMBER_LENGTH - 2, '0')
  return payload + checkDigit(payload)
}

/** Tells whether a text is a card number whose check digit is right. */
export function isCardNumber(text: string): boolean {
  return text.length === CARD_NUMBER_LENGTH && /^\d+$/.test(text) && checkDigit(text.slice(0, -1)) === text.at(-1)
}

/** The one form of an e-mail address under which it is found again; null when it cannot be one. */
export function normaliseEmail(text: string): string | null {
  const email = text.trim().normalize('NFC').toLowerCase()
  return email.length <= EMAIL_LENGTH_MAX && EMAIL.test(email) ? email : null
}

/**
 * What is kept of an identifier in its one form, for people who must tell two of them apart: the last digits of a card or
 * a phone number. The end of an e-mail address is the same for nearly everybody, so it shows how both its halves begin.
 */
export function hintOf({ kind, value }: { kind: 'card' | 'email' | 'phone'; value: string }): string {
  if (kind !== 'email') return value.slice(-HINT_LENGTH_MAX)
  const [mailbox, domain] = value.split('@')
  // By code points: half a character is none.
  return `${Array.from(mailbox ?? '')[0] ?? ''}…@${domain?.[0] ?? ''}`
}

/** Luhn's check digit (ISO/IEC 7812-1): finds every wrong digit and nearly every swap of neighbours. */
function checkDigit(payload: string): string {
  let sum = 0
  for (const [index, character] of payload.split('').reverse().entries()) {
    const digit = Number(character) * (index % 2 === 0 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return String((10 - (sum % 10)) % 10)
}
