/** Where a partner or the coalition itself is paid: an account in the single euro payments area. */
export interface BankDetails {
  /** The account's holder, as the bank knows it. */
  readonly name: string
  readonly iban: string
  /** Null where the bank is found by the IBAN, as in most countries. */
  readonly bic: string | null
  readonly town: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

/** Characters of a name and of a town that payment files carry. Tested on both sides. */
export const HOLDER_NAME_MAX = 70
export const TOWN_MAX = 35

/** Characters of an IBAN in the countries and territories of SEPA, by its first two. */
const IBAN_LENGTHS =
  'AD24 AL28 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IS26 IT27 ' +
  'LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24 SM27 VA22'

const LENGTH_BY_COUNTRY: ReadonlyMap<string, number> = new Map(
  IBAN_LENGTHS.split(' ').map((one): [string, number] => [one.slice(0, 2), Number(one.slice(2))]),
)

/** Territories whose banks have a BIC of their own and an IBAN of the country that they belong to. */
const TERRITORIES: Readonly<Record<string, string>> = {
  FI: 'AX',
  FR: 'GF GP MQ RE PF TF YT NC BL MF PM WF',
  GB: 'IM JE GG',
}

const LETTER_A = 'A'.charCodeAt(0)
const TEN = 10
const CHECK_MODULUS = 97n
const COUNTRY_LENGTH = 2
const CHECKED_FROM = 4
const BIC_COUNTRY_AT = 4

/** An IBAN or a BIC as it is stored: without spaces, in capitals. */
export function withoutSpaces(text: string): string {
  return text.replaceAll(/\s/g, '').toUpperCase()
}

/** Tells whether a text is an IBAN of SEPA: its country's length, and check digits that agree (ISO 7064, modulus 97). */
export function isSepaIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(text)) return false
  if (text.length !== LENGTH_BY_COUNTRY.get(text.slice(0, COUNTRY_LENGTH))) return false
  const turned = text.slice(CHECKED_FROM) + text.slice(0, CHECKED_FROM)
  const digits = turned.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - LETTER_A + TEN))
  return BigInt(digits) % CHECK_MODULUS === 1n
}

/** Tells whether a text is a BIC that can belong to an IBAN: its form, and a bank of the same country. */
export function isBicOf(bic: string, iban: string): boolean {
  if (!/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(bic)) return false
  const ofBank = bic.slice(BIC_COUNTRY_AT, BIC_COUNTRY_AT + COUNTRY_LENGTH)
  const ofAccount = iban.slice(0, COUNTRY_LENGTH)
  return ofBank === ofAccount || (TERRITORIES[ofAccount]?.split(' ').includes(ofBank) ?? false)
}

/** What is wrong with bank details: the field, and what it must be; null where nothing is. */
export function faultOfBankDetails(details: BankDetails): { field: keyof BankDetails; mustBe: string } | null {
  const { name, iban, bic, town, country } = details
  if (!isShortText(name, HOLDER_NAME_MAX))
    return { field: 'name', mustBe: `1 to ${String(HOLDER_NAME_MAX)} characters that a payment file can carry` }
  if (!isSepaIban(iban)) return { field: 'iban', mustBe: 'an IBAN of SEPA whose check digits agree' }
  if (bic !== null && !isBicOf(bic, iban))
    return { field: 'bic', mustBe: "8 or 11 characters, of a bank in the IBAN's country" }
  if (!isShortText(town, TOWN_MAX))
    return { field: 'town', mustBe: `1 to ${String(TOWN_MAX)} characters that a payment file can carry` }
  if (!/^[A-Z]{2}$/.test(country)) return { field: 'country', mustBe: 'an ISO 3166-1 code in capitals, such as FR' }
  return null
}

function isShortText(text: string, max: number): boolean {
  const sent = sepaText(text)
  return /[A-Za-z0-9]/.test(sent) && text === text.trim() && text.length <= max && sent.length <= max
}

/** Letters that are no letter with a mark, and signs that the European Payments Council gives a stand-in for. */
const STAND_INS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'TH',
  ı: 'i',
  '&': '+',
  '’': "'",
  '‘': "'",
  '–': '-',
  '—': '-',
  _: '-',
}

/** A text in the characters that every bank of SEPA takes: letters lose their marks, and what has no stand-in is a full stop. */
export function sepaText(text: string): string {
  const plain = text.normalize('NFD').replaceAll(/\p{Mn}/gu, '')
  return Array.from(plain, (sign) => (/[A-Za-z0-9/\-?:().,'+ ]/.test(sign) ? sign : (STAND_INS[sign] ?? '.'))).join('')
}
