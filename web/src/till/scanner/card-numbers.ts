/**
 * How the numbers of payment cards begin (ISO/IEC 7812, by the networks' own tables): Visa, Mastercard, American Express,
 * Diners, JCB, Discover, UnionPay, Maestro. Loyalty cards have other ranges: ours begin with 9.
 */
const PAYMENT_CARD =
  /^(?:4|5[0-8]|2(?:2[2-9]|[3-6]|7[01]|720)|3[47]|30[0-5]|309|3[689]|35(?:2[89]|[3-8])|6011|64[4-9]|65|62|6304|6390|67)/
const DIGITS_MIN = 14
const DIGITS_MAX = 19

/** Lengths of the bar codes on goods: EAN-8, UPC-A, EAN-13 and GTIN-14. */
const GOODS_LENGTHS = [8, 12, 13, 14]

/** Luhn's check (ISO/IEC 7812-1) over all digits of a number. */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (const [index, character] of Array.from(digits).reverse().entries()) {
    const digit = Number(character) * (index % 2 === 0 ? 1 : 2)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

/** Tells whether digits are the number of a bank's card, which the till must neither keep nor send. */
export function isPaymentCard(digits: string): boolean {
  const isLong = digits.length >= DIGITS_MIN && digits.length <= DIGITS_MAX
  return isLong && PAYMENT_CARD.test(digits) && passesLuhn(digits)
}

/** Tells whether digits are the bar code of goods (GS1's check digit). */
export function isGoodsCode(digits: string): boolean {
  if (!GOODS_LENGTHS.includes(digits.length)) return false
  const sum = Array.from(digits)
    .reverse()
    .reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}
