import {
  type Invoice,
  type InvoiceLine,
  type InvoiceParty,
  type VatBreakdown,
  vatCategory,
} from '../../domain/clearing/invoice.ts'
import { decimalPrice } from '../../domain/clearing/prices.ts'
import type { Vat } from '../../domain/clearing/statement.ts'
import { decimalOfMinor } from '../../domain/currencies.ts'
import {
  CLEARING_MEANS,
  exemptionCode,
  notesOf,
  paymentTermsOf,
  percentOf,
  shownVatId,
  SPECIFICATION,
  UNIT_ONE,
} from './invoice-values.ts'
import { branch, type Element, leaf, leafIf, xmlDocument } from './xml-element.ts'

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd'

/** Writes an invoice as UBL 2.1 of EN 16931: an `Invoice` for 380 and 389, a `CreditNote` for 381 and 261. */
export function writeUblInvoice(invoice: Invoice): string {
  const isCredit = invoice.kind === 'creditNote'
  const root = isCredit ? 'CreditNote' : 'Invoice'
  const namespaces = {
    '': `${UBL}:${root}-2`,
    cac: `${UBL}:CommonAggregateComponents-2`,
    cbc: `${UBL}:CommonBasicComponents-2`,
  }
  const { seller, buyer, vatBreakdown } = invoice
  return xmlDocument(root, namespaces, [
    leaf('cbc:CustomizationID', SPECIFICATION),
    leaf('cbc:ID', invoice.number),
    leaf('cbc:IssueDate', invoice.issuedOn),
    // A credit note has no element for it: see its payment terms.
    isCredit ? null : leaf('cbc:DueDate', invoice.dueOn),
    leaf(`cbc:${root}TypeCode`, invoice.typeCode),
    leaf('cbc:Note', notesOf(invoice).join(' ')),
    leaf('cbc:DocumentCurrencyCode', invoice.currency),
    branch('cac:InvoicePeriod', leaf('cbc:StartDate', invoice.periodFrom), leaf('cbc:EndDate', invoice.periodUntil)),
    invoice.corrects === null
      ? null
      : branch('cac:BillingReference', branch('cac:InvoiceDocumentReference', leaf('cbc:ID', invoice.corrects))),
    branch('cac:AccountingSupplierParty', party(seller, vatBreakdown)),
    branch('cac:AccountingCustomerParty', party(buyer, vatBreakdown)),
    branch(
      'cac:PaymentMeans',
      leaf('cbc:PaymentMeansCode', CLEARING_MEANS),
      leaf('cbc:PaymentID', invoice.statementNumber),
    ),
    branch('cac:PaymentTerms', leaf('cbc:Note', paymentTermsOf(invoice))),
    taxTotal(invoice),
    monetaryTotal(invoice),
    ...invoice.lines.map((line) => invoiceLine(line, invoice)),
  ])
}

function party(one: InvoiceParty, vatBreakdown: readonly VatBreakdown[]): Element {
  const vatId = shownVatId(one, vatBreakdown)
  return branch(
    'cac:Party',
    branch(
      'cac:PostalAddress',
      leafIf('cbc:StreetName', one.street),
      leaf('cbc:CityName', one.town),
      leafIf('cbc:PostalZone', one.postalCode),
      branch('cac:Country', leaf('cbc:IdentificationCode', one.country)),
    ),
    vatId === null ? null : branch('cac:PartyTaxScheme', leaf('cbc:CompanyID', vatId), taxScheme()),
    branch('cac:PartyLegalEntity', leaf('cbc:RegistrationName', one.name), leafIf('cbc:CompanyID', one.registrationId)),
  )
}

const taxScheme = () => branch('cac:TaxScheme', leaf('cbc:ID', 'VAT'))

function amount(name: string, minor: bigint, currency: string): Element {
  return leaf(name, decimalOfMinor(minor, currency), { currencyID: currency })
}

function taxTotal({ vatBreakdown, totals, currency }: Invoice): Element {
  return branch(
    'cac:TaxTotal',
    amount('cbc:TaxAmount', totals.vatMinor, currency),
    vatBreakdown.map(({ vat, taxableMinor, vatMinor, exemptionReason }) =>
      branch(
        'cac:TaxSubtotal',
        amount('cbc:TaxableAmount', taxableMinor, currency),
        amount('cbc:TaxAmount', vatMinor, currency),
        taxCategory('cac:TaxCategory', vat, [
          leafIf('cbc:TaxExemptionReasonCode', exemptionCode(vat)),
          leafIf('cbc:TaxExemptionReason', exemptionReason),
        ]),
      ),
    ),
  )
}

function taxCategory(name: string, vat: Vat, reasons: readonly (Element | null)[]): Element {
  const shown = reasons.filter((one) => one !== null)
  return branch(name, leaf('cbc:ID', vatCategory(vat)), leafIf('cbc:Percent', percentOf(vat)), shown, taxScheme())
}

function monetaryTotal({ totals, currency }: Invoice): Element {
  return branch(
    'cac:LegalMonetaryTotal',
    amount('cbc:LineExtensionAmount', totals.linesMinor, currency),
    amount('cbc:TaxExclusiveAmount', totals.withoutVatMinor, currency),
    amount('cbc:TaxInclusiveAmount', totals.withVatMinor, currency),
    amount('cbc:PayableAmount', totals.payableMinor, currency),
  )
}

function invoiceLine(
  { id, name, quantity, priceMicros, netMinor, vat }: InvoiceLine,
  { kind, currency }: Invoice,
): Element {
  const isCredit = kind === 'creditNote'
  return branch(
    isCredit ? 'cac:CreditNoteLine' : 'cac:InvoiceLine',
    leaf('cbc:ID', id),
    leaf(isCredit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity', String(quantity), { unitCode: UNIT_ONE }),
    amount('cbc:LineExtensionAmount', netMinor, currency),
    branch('cac:Item', leaf('cbc:Name', name), taxCategory('cac:ClassifiedTaxCategory', vat, [])),
    branch('cac:Price', leaf('cbc:PriceAmount', decimalPrice(priceMicros, currency), { currencyID: currency })),
  )
}
