import { type InvoiceParty, type VatBreakdown, vatCategory } from '../../domain/clearing/invoice.ts'
import type { Vat } from '../../domain/clearing/statement.ts'
import { minorDigits } from '../../domain/currencies.ts'

/** That an invoice keeps to EN 16931, and to no national rules on top. */
export const SPECIFICATION = 'urn:cen.eu:en16931:2017'
/** UNTDID 4461: clearing between partners. */
export const CLEARING_MEANS = '97'
/** UN/ECE recommendation 20: one. */
export const UNIT_ONE = 'C62'

const MICRO_DIGITS = 6
const BASIS_POINT_DIGITS = 2

/** What a party shows: outside the scope of VAT neither side names its VAT number (BR-O-02). */
export function shownVatId({ vatId }: InvoiceParty, breakdown: readonly VatBreakdown[]): string | null {
  return breakdown.some(({ vat }) => vat.treatment === 'outside_scope') ? null : vatId
}

/** A price per point in units of the currency, as short as it is exact: 850000 micros of a cent are 0.0085. */
export function decimalPrice(priceMicros: bigint, currency: string): string {
  return shortDecimal(priceMicros, minorDigits(currency) + MICRO_DIGITS)
}

/** A rate in per cent; null outside the scope of VAT, where there must be none (BR-O-05). */
export function percentOf({ treatment, rateBasisPoints }: Vat): string | null {
  return treatment === 'outside_scope' ? null : shortDecimal(BigInt(rateBasisPoints), BASIS_POINT_DIGITS)
}

function shortDecimal(value: bigint, places: number): string {
  const digits = String(value).padStart(places + 1, '0')
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  const whole = digits.slice(0, digits.length - places)
  return fraction === '' ? whole : `${whole}.${fraction}`
}

/** Code of why there is no VAT, by the list of the standard; null where words alone say it. */
export function exemptionCode(vat: Vat): string | null {
  const category = vatCategory(vat)
  return category === 'AE' || category === 'O' ? `VATEX-EU-${category}` : null
}

/** What an invoice says of itself in words. The first is what the VAT Directive asks of self-billed ones (article 226, 10a). */
export function notesOf({
  isSelfBilled,
  statementNumber,
}: {
  isSelfBilled: boolean
  statementNumber: string
}): string[] {
  return [...(isSelfBilled ? ['Self-billing'] : []), `Settled with the net of clearing statement ${statementNumber}.`]
}
