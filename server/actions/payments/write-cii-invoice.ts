import {
  type Invoice,
  type InvoiceLine,
  type InvoiceParty,
  type VatBreakdown,
  vatCategory,
} from '../../domain/clearing/invoice.ts'
import { decimalPrice } from '../../domain/clearing/prices.ts'
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

const CII = 'urn:un:unece:uncefact:data:standard'
const NAMESPACES = {
  rsm: `${CII}:CrossIndustryInvoice:100`,
  ram: `${CII}:ReusableAggregateBusinessInformationEntity:100`,
  udt: `${CII}:UnqualifiedDataType:100`,
}
/** UNTDID 2379: a day as 20261203. */
const DAY_FORMAT = '102'

/** Writes an invoice as Cross Industry Invoice D16B of EN 16931: the XML inside Factur-X and ZUGFeRD. */
export function writeCiiInvoice(invoice: Invoice): string {
  return xmlDocument('rsm:CrossIndustryInvoice', NAMESPACES, [
    branch(
      'rsm:ExchangedDocumentContext',
      branch('ram:GuidelineSpecifiedDocumentContextParameter', leaf('ram:ID', SPECIFICATION)),
    ),
    branch(
      'rsm:ExchangedDocument',
      leaf('ram:ID', invoice.number),
      leaf('ram:TypeCode', invoice.typeCode),
      day('ram:IssueDateTime', invoice.issuedOn),
      notesOf(invoice).map((note) => branch('ram:IncludedNote', leaf('ram:Content', note))),
    ),
    branch(
      'rsm:SupplyChainTradeTransaction',
      invoice.lines.map((line) => lineItem(line, invoice)),
      branch(
        'ram:ApplicableHeaderTradeAgreement',
        party('ram:SellerTradeParty', invoice.seller, invoice.vatBreakdown),
        party('ram:BuyerTradeParty', invoice.buyer, invoice.vatBreakdown),
      ),
      branch('ram:ApplicableHeaderTradeDelivery'),
      settlement(invoice),
    ),
  ])
}

function day(name: string, text: string): Element {
  return branch(name, leaf('udt:DateTimeString', text.replaceAll('-', ''), { format: DAY_FORMAT }))
}

function party(name: string, one: InvoiceParty, vatBreakdown: readonly VatBreakdown[]): Element {
  const vatId = shownVatId(one, vatBreakdown)
  return branch(
    name,
    leaf('ram:Name', one.name),
    one.registrationId === null ? null : branch('ram:SpecifiedLegalOrganization', leaf('ram:ID', one.registrationId)),
    branch(
      'ram:PostalTradeAddress',
      leafIf('ram:PostcodeCode', one.postalCode),
      leafIf('ram:LineOne', one.street),
      leaf('ram:CityName', one.town),
      leaf('ram:CountryID', one.country),
    ),
    vatId === null ? null : branch('ram:SpecifiedTaxRegistration', leaf('ram:ID', vatId, { schemeID: 'VA' })),
  )
}

function lineItem({ id, name, quantity, priceMicros, netMinor, vat }: InvoiceLine, { currency }: Invoice): Element {
  return branch(
    'ram:IncludedSupplyChainTradeLineItem',
    branch('ram:AssociatedDocumentLineDocument', leaf('ram:LineID', id)),
    branch('ram:SpecifiedTradeProduct', leaf('ram:Name', name)),
    branch(
      'ram:SpecifiedLineTradeAgreement',
      branch('ram:NetPriceProductTradePrice', leaf('ram:ChargeAmount', decimalPrice(priceMicros, currency))),
    ),
    branch('ram:SpecifiedLineTradeDelivery', leaf('ram:BilledQuantity', String(quantity), { unitCode: UNIT_ONE })),
    branch(
      'ram:SpecifiedLineTradeSettlement',
      branch(
        'ram:ApplicableTradeTax',
        leaf('ram:TypeCode', 'VAT'),
        leaf('ram:CategoryCode', vatCategory(vat)),
        leafIf('ram:RateApplicablePercent', percentOf(vat)),
      ),
      branch(
        'ram:SpecifiedTradeSettlementLineMonetarySummation',
        leaf('ram:LineTotalAmount', decimalOfMinor(netMinor, currency)),
      ),
    ),
  )
}

function settlement(invoice: Invoice): Element {
  const { currency, totals, statementNumber, corrects } = invoice
  const money = (minor: bigint) => decimalOfMinor(minor, currency)
  return branch(
    'ram:ApplicableHeaderTradeSettlement',
    leaf('ram:PaymentReference', statementNumber),
    leaf('ram:InvoiceCurrencyCode', currency),
    branch('ram:SpecifiedTradeSettlementPaymentMeans', leaf('ram:TypeCode', CLEARING_MEANS)),
    invoice.vatBreakdown.map(({ vat, taxableMinor, vatMinor, exemptionReason }) =>
      branch(
        'ram:ApplicableTradeTax',
        leaf('ram:CalculatedAmount', money(vatMinor)),
        leaf('ram:TypeCode', 'VAT'),
        leafIf('ram:ExemptionReason', exemptionReason),
        leaf('ram:BasisAmount', money(taxableMinor)),
        leaf('ram:CategoryCode', vatCategory(vat)),
        leafIf('ram:ExemptionReasonCode', exemptionCode(vat)),
        leafIf('ram:RateApplicablePercent', percentOf(vat)),
      ),
    ),
    branch(
      'ram:BillingSpecifiedPeriod',
      day('ram:StartDateTime', invoice.periodFrom),
      day('ram:EndDateTime', invoice.periodUntil),
    ),
    branch(
      'ram:SpecifiedTradePaymentTerms',
      leaf('ram:Description', paymentTermsOf(invoice)),
      day('ram:DueDateDateTime', invoice.dueOn),
    ),
    branch(
      'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
      leaf('ram:LineTotalAmount', money(totals.linesMinor)),
      leaf('ram:TaxBasisTotalAmount', money(totals.withoutVatMinor)),
      leaf('ram:TaxTotalAmount', money(totals.vatMinor), { currencyID: currency }),
      leaf('ram:GrandTotalAmount', money(totals.withVatMinor)),
      leaf('ram:DuePayableAmount', money(totals.payableMinor)),
    ),
    corrects === null ? null : branch('ram:InvoiceReferencedDocument', leaf('ram:IssuerAssignedID', corrects)),
  )
}
