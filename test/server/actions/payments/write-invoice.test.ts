import { expect } from 'chai'
import { XMLParser } from 'fast-xml-parser'

import { decimalPrice } from '../../../../server/domain/clearing/prices.ts'
import { writeCiiInvoice } from '../../../../server/actions/payments/write-cii-invoice.ts'
import { writeUblInvoice } from '../../../../server/actions/payments/write-ubl-invoice.ts'
import { isXmlText } from '../../../../server/actions/payments/xml-element.ts'
import { makeInvoice } from '../../../../server/domain/clearing/invoice.ts'
import type { LegKind, Vat, VatTreatment } from '../../../../server/domain/clearing/statement.ts'
import { aLeg, aMonth, invoiceOf, PARTNER, TERMS } from '../../domain/clearing/invoices.ts'

/** Reads a document again, without its prefixes: elements by their path. */
function readBack(xml: string): (path: string) => string[] {
  const tree = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    parseAttributeValue: false,
    removeNSPrefix: true,
    jPath: false,
  }).parse(xml) as unknown
  return (path) => valuesAt([tree], path.split('/'))
}

function valuesAt(nodes: readonly unknown[], [name, ...rest]: readonly string[]): string[] {
  if (name === undefined)
    return nodes.map((node) => (typeof node === 'string' ? node : String((node as Record<string, unknown>)['#text'])))
  const next = nodes.flatMap(
    (node) => (typeof node === 'object' ? (node as Record<string, unknown>)[name] : undefined) ?? [],
  )
  return valuesAt(next.flat(), rest)
}

/** Cents of an amount as it is written. */
const cents = (text: string | undefined) => BigInt(String(text).replace('.', ''))
const sum = (texts: readonly string[]) => texts.reduce((all, text) => all + cents(text), 0n)

const TREATMENTS: VatTreatment[] = ['standard', 'zero_rated', 'exempt', 'reverse_charge', 'outside_scope']
const KINDS: LegKind[] = ['issue', 'redeem', 'fee']

function documents() {
  return TREATMENTS.flatMap((treatment) =>
    KINDS.flatMap((kind) =>
      [1n, -1n].map((sign) => {
        const vat: Vat = { treatment, rateBasisPoints: treatment === 'standard' ? 1_960 : 0 }
        const points = kind === 'fee' ? 0n : sign * 12_347n
        const leg = aLeg(kind, points, 853_300n, { vat, feeMinor: sign * 12_345n })
        const terms = { ...TERMS, exemptionReason: 'Article 135 of Directive 2006/112/EC', corrects: 'ENT-2-2026-10-I' }
        return invoiceOf(makeInvoice({ ...aMonth(), legs: aMonth({ [kind]: leg }).legs }, kind, terms))
      }),
    ),
  )
}

describe('written invoices', () => {
  it('keep the sums of EN 16931 in UBL, recomputed from what is written', () => {
    const all = documents()
    expect(all).to.have.length(30)
    for (const invoice of all) {
      const root = invoice.kind === 'creditNote' ? 'CreditNote' : 'Invoice'
      const read = readBack(writeUblInvoice(invoice))
      const at = (path: string) => read(`${root}/${path}`)
      const total = (name: string) => cents(at(`LegalMonetaryTotal/${name}`)[0])
      expect(at(`${root}TypeCode`)).to.deep.equal([invoice.typeCode])
      expect(total('LineExtensionAmount'), 'BR-CO-10').to.equal(sum(at(`${root}Line/LineExtensionAmount`)))
      expect(total('TaxExclusiveAmount'), 'BR-CO-13').to.equal(total('LineExtensionAmount'))
      expect(sum(at('TaxTotal/TaxAmount')), 'BR-CO-14').to.equal(sum(at('TaxTotal/TaxSubtotal/TaxAmount')))
      expect(total('TaxInclusiveAmount'), 'BR-CO-15').to.equal(
        total('TaxExclusiveAmount') + sum(at('TaxTotal/TaxAmount')),
      )
      expect(total('PayableAmount'), 'BR-CO-16').to.equal(total('TaxInclusiveAmount'))
      const percent = at('TaxTotal/TaxSubtotal/TaxCategory/Percent')[0]
      expect(at('TaxTotal/TaxSubtotal/TaxCategory/ID')[0] === 'O', 'BR-O-05').to.equal(percent === undefined)
      const taxable = Number(sum(at('TaxTotal/TaxSubtotal/TaxableAmount')))
      expect(Number(sum(at('TaxTotal/TaxAmount'))), 'BR-CO-17').to.equal(
        Math.round((taxable * Number(percent ?? 0)) / 100),
      )
    }
  })

  it('say the same in CII', () => {
    const ram = 'CrossIndustryInvoice/SupplyChainTradeTransaction'
    for (const invoice of documents()) {
      const root = invoice.kind === 'creditNote' ? 'CreditNote' : 'Invoice'
      const ubl = readBack(writeUblInvoice(invoice))
      const cii = readBack(writeCiiInvoice(invoice))
      for (const [one, other] of [
        ['ID', 'CrossIndustryInvoice/ExchangedDocument/ID'],
        [`${root}TypeCode`, 'CrossIndustryInvoice/ExchangedDocument/TypeCode'],
        [
          'AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName',
          `${ram}/ApplicableHeaderTradeAgreement/SellerTradeParty/Name`,
        ],
        [
          'AccountingCustomerParty/Party/PartyTaxScheme/CompanyID',
          `${ram}/ApplicableHeaderTradeAgreement/BuyerTradeParty/SpecifiedTaxRegistration/ID`,
        ],
        [
          `${root}Line/Price/PriceAmount`,
          `${ram}/IncludedSupplyChainTradeLineItem/SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount`,
        ],
        ['PaymentMeans/PaymentID', `${ram}/ApplicableHeaderTradeSettlement/PaymentReference`],
        [
          'TaxTotal/TaxSubtotal/TaxCategory/ID',
          `${ram}/ApplicableHeaderTradeSettlement/ApplicableTradeTax/CategoryCode`,
        ],
        [
          'TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReason',
          `${ram}/ApplicableHeaderTradeSettlement/ApplicableTradeTax/ExemptionReason`,
        ],
        [
          'TaxTotal/TaxAmount',
          `${ram}/ApplicableHeaderTradeSettlement/SpecifiedTradeSettlementHeaderMonetarySummation/TaxTotalAmount`,
        ],
        [
          'LegalMonetaryTotal/PayableAmount',
          `${ram}/ApplicableHeaderTradeSettlement/SpecifiedTradeSettlementHeaderMonetarySummation/DuePayableAmount`,
        ],
        [
          'BillingReference/InvoiceDocumentReference/ID',
          `${ram}/ApplicableHeaderTradeSettlement/InvoiceReferencedDocument/IssuerAssignedID`,
        ],
      ] as const)
        expect(cii(other), other).to.deep.equal(ubl(`${root}/${one}`))
    }
  })

  it('name no VAT number outside the scope of VAT', () => {
    const outside = aLeg('issue', 100n, 1_000_000n, { vat: { treatment: 'outside_scope', rateBasisPoints: 0 } })
    const invoice = invoiceOf(makeInvoice(aMonth({ issue: outside }), 'issue', TERMS))
    for (const xml of [writeUblInvoice(invoice), writeCiiInvoice(invoice)])
      expect(xml).not.to.match(/FR40303265045|DE129273398/)
  })

  it('say that they are self-billed, where they are', () => {
    const redeem = invoiceOf(makeInvoice(aMonth(), 'redeem', TERMS))
    const issue = invoiceOf(makeInvoice(aMonth(), 'issue', TERMS))
    for (const write of [writeUblInvoice, writeCiiInvoice]) {
      expect(write(redeem)).to.match(/Self-billing/)
      expect(write(issue)).not.to.match(/Self-billing/)
    }
  })

  it('are the same for the same statement, and carry any name', () => {
    const invoice = invoiceOf(makeInvoice(aMonth(), 'issue', { ...TERMS, partner: { ...PARTNER, name: `<&>"'é東` } }))
    for (const write of [writeUblInvoice, writeCiiInvoice]) {
      expect(write(invoice)).to.equal(write(invoice))
      expect(write(invoice)).to.match(/&lt;&amp;&gt;&quot;&apos;é東/)
    }
  })

  it('write prices as short as they are exact', () => {
    expect(decimalPrice(850_000n, 'EUR')).to.equal('0.0085')
    expect(decimalPrice(1n, 'EUR')).to.equal('0.00000001')
    expect(decimalPrice(0n, 'EUR')).to.equal('0')
    expect(decimalPrice(1_200_000_000n, 'EUR')).to.equal('12')
    expect(decimalPrice(1_500_000n, 'JPY')).to.equal('1.5')
  })

  it('take no character that XML does not have', () => {
    for (const text of ['\u0000', 'a\u0008', '\ufffe', '\ud800']) expect(isXmlText(text), text).to.equal(false)
    for (const text of ['', 'a\n', 'é東𝄞']) expect(isXmlText(text), text).to.equal(true)
  })
})
