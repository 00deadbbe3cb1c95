import { type Invoice, type InvoiceParty, type VatBreakdown, vatCategory } from '../../domain/clearing/invoice.ts'
import { shortDecimal } from '../../domain/clearing/prices.ts'
import type { Vat } from '../../domain/clearing/statement.ts'

/** That an invoice keeps to EN 16931, and to no national rules on top. */
export const SPECIFICATION = 'urn:cen.eu:en16931:2017'
/** UNTDID 4461: clearing between partners. */
export const CLEARING_MEANS = '97'
/** UN/ECE recommendation 20: one. */
export const UNIT_ONE = 'C62'

const BASIS_POINT_DIGITS = 2

/** What a party shows: outside the scope of VAT neither side names its VAT number (BR-O-02). */
export function shownVatId({ vatId }: InvoiceParty, breakdown: readonly VatBreakdown[]): string | null {
  return breakdown.some(({ vat }) => vat.treatment === 'outside_scope') ? null : vatId
}

/** A rate in per cent; null outside the scope of VAT, where there must be none (BR-O-05). */
export function percentOf({ treatment, rateBasisPoints }: Vat): string | null {
  return treatment === 'outside_scope' ? null : shortDecimal(BigInt(rateBasisPoints), BASIS_POINT_DIGITS)
}

/** Code of why there is no VAT, by the list of the standard; null where words alone say it. */
export function exemptionCode(vat: Vat): string | null {
  const category = vatCategory(vat)
  return category === 'AE' || category === 'O' ? `VATEX-EU-${category}` : null
}

/** What an invoice says of itself in words. The first is what the VAT Directive asks of self-billed ones (article 226, 10a). */
export function notesOf({ isSelfBilled, statementNumber }: Invoice): string[] {
  return [...(isSelfBilled ? ['Self-billing'] : []), `Settled with the net of clearing statement ${statementNumber}.`]
}

/** When and how it is paid, in words. */
export function paymentTermsOf({ dueOn, statementNumber }: Invoice): string {
  return `Due on ${dueOn}, netted in statement ${statementNumber}.`
}
