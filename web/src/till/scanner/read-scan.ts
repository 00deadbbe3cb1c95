import { CARD_NUMBER_LENGTH, isCardNumber } from '../../../../server/domain/identifiers.ts'
import type { MemberReference } from '../../api-client/till.ts'
import { isGoodsCode, isPaymentCard } from './card-numbers.ts'
import { readStripe } from './tracks.ts'

/** Whether a person typed it or a device read it: no scanner reads a phone number off a card. */
export type ScanSource = 'typed' | 'scanned'

/** Why something names nobody: each has a text of its own, which says what to do instead. */
export type Unknown =
  'empty' | 'short' | 'words' | 'cardDigit' | 'cardLength' | 'email' | 'goods' | 'bank' | 'foreign' | 'misread' | 'link'

export type Scan =
  | { readonly kind: 'member'; readonly reference: MemberReference }
  | { readonly kind: 'voucher'; readonly voucher: string }
  | { readonly kind: 'unknown'; readonly why: Unknown }

/** What a customer's code on the phone begins with. */
const CARD_CODE = /^EN1\./
const ADDRESS = /^0x[0-9a-f]{40}$/i
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const LINK = /^https?:/i
/** Digits, and what people put between them. */
const NUMBER = /^\+?[\d ().\-/]+$/
/** What a voucher looks like; only one with a letter may lack its dashes, so that none is taken for a card. */
const VOUCHER = /^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$|^(?=.*[A-Z])[0-9A-HJKMNP-TV-Z]{12}$/

/** Phone numbers have so many digits in one country, and at most so many with their country code (E.164). */
const PHONE_DIGITS_MIN = 7
const PHONE_DIGITS_MAX = 15
/** A longer number that a person typed is no phone number without its country code. */
const LOCAL_DIGITS_MAX = 13

const unknown = (why: Unknown): Scan => ({ kind: 'unknown', why })
const named = (kind: MemberReference['kind'], value: string): Scan => ({ kind: 'member', reference: { kind, value } })

/** Reads whatever was typed or scanned at the till: whom it names, or what it is instead. */
export function readScan(input: string, source: ScanSource): Scan {
  const text = input.trim()
  if (text === '') return unknown('empty')
  const stripe = readStripe(text)
  if (stripe !== null) return stripe.kind === 'card' ? named('card', stripe.number) : unknown(stripe.kind)
  if (CARD_CODE.test(text)) return named('card_code', text)
  if (ADDRESS.test(text)) return named('wallet', text.toLowerCase())
  if (UUID.test(text)) return named('member', text)
  if (VOUCHER.test(text.toUpperCase())) return { kind: 'voucher', voucher: text.toUpperCase() }
  if (LINK.test(text)) return unknown('link')
  if (NUMBER.test(text)) return readNumber(text, source)
  if (text.includes('@')) return EMAIL.test(text) ? named('email', text) : unknown('email')
  return unknown(source === 'scanned' ? 'foreign' : 'words')
}

function readNumber(text: string, source: ScanSource): Scan {
  const digits = text.replaceAll(/\D/g, '')
  if (isPaymentCard(digits)) return unknown('bank')
  if (isCardNumber(digits)) return named('card', digits)
  if (digits.length === CARD_NUMBER_LENGTH) return unknown('cardDigit')
  if (source === 'scanned') return unknown(isGoodsCode(digits) ? 'goods' : 'foreign')
  if (digits.length < PHONE_DIGITS_MIN) return unknown('short')
  const isAbroad = text.startsWith('+') || digits.startsWith('00')
  const digitsMax = isAbroad ? PHONE_DIGITS_MAX + 2 : LOCAL_DIGITS_MAX
  if (digits.length > digitsMax) return unknown('cardLength')
  // Thirteen digits that do not begin with 0 are typed off a product rather than dialled.
  if (!isAbroad && digits.length === LOCAL_DIGITS_MAX && isGoodsCode(digits)) return unknown('goods')
  return named('phone', text)
}
