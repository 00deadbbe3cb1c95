import { minorDigits } from '../currencies.ts'
import { amountOf } from './net-month.ts'
import { MICROS } from './prices.ts'
import { BASIS_POINTS, divRoundHalfAway } from './rounding.ts'
import { type Leg, type LegKind, type Statement, type Vat, VAT_TREATMENTS } from './statement.ts'

/** A party of an invoice, by what EN 16931 asks of it. */
export interface InvoiceParty {
  readonly name: string
  /** With the country's two letters, such as FR12345678901; null without one. */
  readonly vatId: string | null
  /** In the register of companies; null where it is not given. */
  readonly registrationId: string | null
  readonly street: string | null
  readonly postalCode: string | null
  readonly town: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

/** Types of UNTDID 1001: invoice, credit note, and the two that the buyer writes for the seller. */
export const INVOICE_TYPES = {
  invoice: { issued: '380', selfBilled: '389' },
  creditNote: { issued: '381', selfBilled: '261' },
} as const

/** One document of EN 16931, with all sums worked out. No amount in it is negative: what is given back is a credit note. */
export interface Invoice {
  readonly number: string
  readonly kind: 'invoice' | 'creditNote'
  /** Written by the buyer in the seller's name. */
  readonly isSelfBilled: boolean
  readonly typeCode: string
  readonly currency: string
  /** Days such as 2026-12-03. */
  readonly issuedOn: string
  readonly dueOn: string
  readonly periodFrom: string
  readonly periodUntil: string
  /** With whose net it is settled. */
  readonly statementNumber: string
  /** The invoice that a credit note takes back from; null where it is not one alone. */
  readonly corrects: string | null
  readonly seller: InvoiceParty
  readonly buyer: InvoiceParty
  readonly lines: readonly InvoiceLine[]
  readonly vatBreakdown: readonly VatBreakdown[]
  readonly totals: InvoiceTotals
}

export interface InvoiceLine {
  readonly id: string
  readonly name: string
  readonly quantity: bigint
  /** In millionths of a minor unit, without VAT. */
  readonly priceMicros: bigint
  readonly netMinor: bigint
  readonly vat: Vat
}

export interface VatBreakdown {
  readonly vat: Vat
  readonly taxableMinor: bigint
  readonly vatMinor: bigint
  /** Why there is no VAT; null where there is some, or its rate is zero. */
  readonly exemptionReason: string | null
}

export interface InvoiceTotals {
  readonly linesMinor: bigint
  readonly withoutVatMinor: bigint
  readonly vatMinor: bigint
  readonly withVatMinor: bigint
  readonly payableMinor: bigint
}

export interface InvoiceTerms {
  readonly operator: InvoiceParty
  readonly partner: InvoiceParty
  readonly issuedOn: string
  readonly dueOn: string
  /** The law by which a supply is exempt, in words; needed for that treatment only. */
  readonly exemptionReason: string | null
  readonly corrects: string | null
}

/** Why an invoice cannot be made, by the rule of EN 16931 that it would break. */
export type InvoiceFault =
  | 'nothing_to_invoice'
  | 'currency_digits'
  | 'party_incomplete'
  | 'vat_id_malformed'
  | 'seller_unidentified'
  | 'seller_vat_id_missing'
  | 'buyer_vat_id_missing'
  | 'exemption_reason_missing'
  | 'due_before_issued'
  | 'vat_differs'
  | 'net_differs'

export type MadeInvoice =
  { readonly kind: 'made'; readonly invoice: Invoice } | { readonly kind: 'refused'; readonly fault: InvoiceFault }

/** What of a statement an invoice needs. */
export type InvoicedStatement = Pick<Statement, 'number' | 'month' | 'currency' | 'legs'> & {
  /** What is supplied, where it is not what the leg is about: a prepaid pack. */
  readonly supply?: string
}

/** Digits after the point that EN 16931 allows in an amount. */
export const AMOUNT_DIGITS_MAX = 2
/** Characters of a name, of a line of an address, and of an id. Tested on both sides. */
export const PARTY_TEXT_MAX = 100

/** What each leg is called, and the letter that its invoice's number ends in. */
const LEGS: Readonly<Record<LegKind, { readonly suffix: string; readonly line: string; readonly back: string }>> = {
  issue: { suffix: 'I', line: 'Loyalty points issued', back: 'Loyalty points taken back' },
  redeem: { suffix: 'R', line: 'Loyalty points redeemed', back: 'Loyalty points restored' },
  fee: { suffix: 'F', line: 'Programme fee', back: 'Programme fee returned' },
}

/** The number of a leg's document: the statement's, and a letter. */
export function invoiceNumber(statementNumber: string, kind: LegKind): string {
  return `${statementNumber}-${LEGS[kind].suffix}`
}

/**
 * Makes the document of one leg, before it is netted with the others: tax law wants both supplies, whatever is paid. What the
 * partner supplies is self-billed, because the operator has the figures.
 */
export function makeInvoice(statement: InvoicedStatement, kind: LegKind, terms: InvoiceTerms): MadeInvoice {
  const { number, month, currency } = statement
  const leg = statement.legs.find((one) => one.kind === kind)
  if (leg === undefined || leg.grossMinor === 0n) return refused('nothing_to_invoice')
  const isSelfBilled = leg.payee === 'partner'
  const [seller, buyer] = isSelfBilled ? [terms.partner, terms.operator] : [terms.operator, terms.partner]
  const isBack = leg.grossMinor < 0n
  const documentKind = isBack ? 'creditNote' : 'invoice'
  const lines = [lineOf(leg, statement.supply ?? (isBack ? LEGS[kind].back : LEGS[kind].line))]
  const vatBreakdown = breakDown(lines, terms.exemptionReason)
  const { from, until } = daysOfMonth(month)
  const invoice: Invoice = {
    number: invoiceNumber(number, kind),
    kind: documentKind,
    isSelfBilled,
    typeCode: INVOICE_TYPES[documentKind][isSelfBilled ? 'selfBilled' : 'issued'],
    currency,
    issuedOn: terms.issuedOn,
    dueOn: terms.dueOn,
    periodFrom: from,
    periodUntil: until,
    statementNumber: number,
    corrects: isBack ? terms.corrects : null,
    seller,
    buyer,
    lines,
    vatBreakdown,
    totals: addUp(lines, vatBreakdown),
  }
  const fault = faultOf(invoice) ?? faultOfSums(invoice, leg)
  return fault === null ? { kind: 'made', invoice } : refused(fault)
}

function refused(fault: InvoiceFault): MadeInvoice {
  return { kind: 'refused', fault }
}

const absolute = (value: bigint) => (value < 0n ? -value : value)

/** A leg as a line: points at their price, or one fee. */
function lineOf({ points, priceMicros, grossMinor, vat }: Leg, name: string): InvoiceLine {
  const netMinor = absolute(grossMinor)
  if (points === 0n) return { id: '1', name, quantity: 1n, priceMicros: netMinor * MICROS, netMinor, vat }
  return { id: '1', name, quantity: absolute(points), priceMicros, netMinor, vat }
}

/** VAT per treatment and rate, on the sum of its lines: rounded once, half up (BR-CO-17). */
export function breakDown(lines: readonly InvoiceLine[], exemptionReason: string | null): VatBreakdown[] {
  const groups = new Map<string, InvoiceLine[]>()
  for (const line of lines) {
    const group = `${line.vat.treatment} ${String(line.vat.rateBasisPoints)}`
    groups.set(group, [...(groups.get(group) ?? []), line])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const taxableMinor = group.reduce((sum, { netMinor }) => sum + netMinor, 0n)
    const vatMinor = divRoundHalfAway(taxableMinor * BigInt(first.vat.rateBasisPoints), BASIS_POINTS)
    return [{ vat: first.vat, taxableMinor, vatMinor, exemptionReason: reasonOf(first.vat, exemptionReason) }]
  })
}

function reasonOf({ treatment }: Vat, exemptionReason: string | null): string | null {
  if (treatment === 'reverse_charge') return 'Reverse charge'
  if (treatment === 'outside_scope') return 'Not subject to VAT'
  return treatment === 'exempt' ? exemptionReason : null
}

/** BR-CO-10, 13, 14, 15 and 16: there are no allowances, charges or advances. */
export function addUp(lines: readonly InvoiceLine[], vatBreakdown: readonly VatBreakdown[]): InvoiceTotals {
  const linesMinor = lines.reduce((sum, { netMinor }) => sum + netMinor, 0n)
  const vatMinor = vatBreakdown.reduce((sum, one) => sum + one.vatMinor, 0n)
  const withVatMinor = linesMinor + vatMinor
  return { linesMinor, withoutVatMinor: linesMinor, vatMinor, withVatMinor, payableMinor: withVatMinor }
}

function faultOf({ currency, seller, buyer, vatBreakdown, issuedOn, dueOn }: Invoice): InvoiceFault | null {
  if (minorDigits(currency) > AMOUNT_DIGITS_MAX) return 'currency_digits'
  if (!isComplete(seller) || !isComplete(buyer)) return 'party_incomplete'
  if (!isVatId(seller.vatId) || !isVatId(buyer.vatId)) return 'vat_id_malformed'
  if (dueOn < issuedOn) return 'due_before_issued'
  for (const { vat, exemptionReason } of vatBreakdown) {
    const fault = faultOfVat(vat, { seller, buyer, exemptionReason })
    if (fault !== null) return fault
  }
  return null
}

function isComplete(party: InvoiceParty): boolean {
  const { name, town, country, vatId, registrationId, street, postalCode } = party
  const texts = [name, town, ...[vatId, registrationId, street, postalCode].filter((text) => text !== null)]
  return /^[A-Z]{2}$/.test(country) && texts.every((text) => text.trim() !== '' && text.length <= PARTY_TEXT_MAX)
}

function isVatId(vatId: string | null): boolean {
  return vatId === null || /^[A-Z]{2}[A-Z0-9+*]{2,13}$/.test(vatId)
}

/** What each treatment asks of the parties: BR-CO-26, and BR-S, BR-Z, BR-E, BR-AE and BR-O. */
function faultOfVat(
  { treatment }: Vat,
  { seller, buyer, exemptionReason }: { seller: InvoiceParty; buyer: InvoiceParty; exemptionReason: string | null },
): InvoiceFault | null {
  // Outside its scope no number of VAT may be named, so the seller must have another.
  if (treatment === 'outside_scope') return seller.registrationId === null ? 'seller_unidentified' : null
  if (seller.vatId === null) return 'seller_vat_id_missing'
  if (treatment === 'reverse_charge' && buyer.vatId === null) return 'buyer_vat_id_missing'
  if (treatment === 'exempt' && (exemptionReason ?? '').trim() === '') return 'exemption_reason_missing'
  return null
}

/** The statement and its invoice say the same, to the minor unit. */
function faultOfSums({ lines, totals }: Invoice, leg: Leg): InvoiceFault | null {
  const [line] = lines
  if (line === undefined || amountOf(line.quantity, line.priceMicros) !== line.netMinor) return 'net_differs'
  return totals.vatMinor === absolute(leg.vatMinor) && totals.withVatMinor === absolute(leg.totalMinor)
    ? null
    : 'vat_differs'
}

/** The category of a treatment by UNTDID 5305. */
export function vatCategory({ treatment }: Vat): string {
  return VAT_TREATMENTS[treatment]
}

const JANUARY = 1
const DIGITS_OF_MONTH = 2

/** The first and the last day of a month such as 2026-11. */
function daysOfMonth(month: string): { from: string; until: string } {
  const [year, number = JANUARY] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year ?? 0, number, 0)).getUTCDate()
  return { from: `${month}-01`, until: `${month}-${String(last).padStart(DIGITS_OF_MONTH, '0')}` }
}

/** Why there is no invoice, in a sentence. */
export const INVOICE_FAULT_SENTENCES: Readonly<Record<InvoiceFault, string>> = {
  nothing_to_invoice: 'The statement has nothing of this kind: there is no invoice for zero.',
  currency_digits: 'EN 16931 has at most two digits after the point: this currency has more.',
  party_incomplete: `A party needs a name, a town and a country, with at most ${String(PARTY_TEXT_MAX)} characters each.`,
  vat_id_malformed: 'A VAT number begins with the two letters of its country, such as FR12345678901.',
  seller_unidentified: 'Outside the scope of VAT the seller needs a number in the register of companies.',
  seller_vat_id_missing: 'The seller needs a VAT number.',
  buyer_vat_id_missing: 'With reverse charge the buyer needs a VAT number.',
  exemption_reason_missing: 'Say by which law the supply is exempt.',
  due_before_issued: 'The invoice would be due before it is issued.',
  vat_differs: "The statement's VAT is not its amount times the rate, rounded half up.",
  net_differs: "The statement's amount is not its points times the price, rounded half up.",
}
