import { expect } from 'chai'
import fc from 'fast-check'

import {
  addUp,
  breakDown,
  INVOICE_FAULT_SENTENCES,
  type InvoiceFault,
  type InvoiceLine,
  invoiceNumber,
  type InvoicedStatement,
  type InvoiceTerms,
  makeInvoice,
  PARTY_TEXT_MAX,
} from '../../../../server/domain/clearing/invoice.ts'
import { divRoundHalfAway } from '../../../../server/domain/clearing/rounding.ts'
import type { LegKind, Vat, VatTreatment } from '../../../../server/domain/clearing/statement.ts'
import { aLeg, aMonth, invoiceOf, OPERATOR, PARTNER, STANDARD, TERMS } from './invoices.ts'

function faultOf(
  statement: InvoicedStatement,
  changed: Partial<InvoiceTerms> = {},
  kind: LegKind = 'issue',
): InvoiceFault | null {
  const made = makeInvoice(statement, kind, { ...TERMS, ...changed })
  return made.kind === 'refused' ? made.fault : null
}

const treated = (treatment: VatTreatment): Vat => ({ treatment, rateBasisPoints: treatment === 'standard' ? 2_000 : 0 })
const issuedAt = (treatment: VatTreatment) =>
  aMonth({ issue: aLeg('issue', 100n, 1_000_000n, { vat: treated(treatment) }) })
const redeemedAt = (treatment: VatTreatment) =>
  aMonth({ redeem: aLeg('redeem', 100n, 1_000_000n, { vat: treated(treatment) }) })

describe('invoices', () => {
  it('are gross per leg: the operator invoices points issued, and bills itself for points redeemed', () => {
    const issue = invoiceOf(makeInvoice(aMonth(), 'issue', TERMS))
    expect(issue).to.deep.include({
      number: 'ENT-2-2026-11-I',
      typeCode: '380',
      isSelfBilled: false,
      seller: OPERATOR,
      buyer: PARTNER,
    })
    expect(issue).to.deep.include({
      periodFrom: '2026-11-01',
      periodUntil: '2026-11-30',
      statementNumber: 'ENT-2-2026-11',
    })
    expect(issue.totals).to.deep.equal({
      linesMinor: 98_000n,
      withoutVatMinor: 98_000n,
      vatMinor: 19_600n,
      withVatMinor: 117_600n,
      payableMinor: 117_600n,
    })
    const redeem = invoiceOf(makeInvoice(aMonth(), 'redeem', TERMS))
    expect(redeem).to.deep.include({
      number: 'ENT-2-2026-11-R',
      typeCode: '389',
      isSelfBilled: true,
      seller: PARTNER,
      buyer: OPERATOR,
    })
    expect(redeem.lines).to.deep.equal([
      {
        id: '1',
        name: 'Loyalty points redeemed',
        quantity: 10_000n,
        priceMicros: 800_000n,
        netMinor: 8_000n,
        vat: STANDARD,
      },
    ])
    expect(faultOf(aMonth(), {}, 'fee')).to.equal('nothing_to_invoice')
  })

  it('are credit notes, without a minus, where more was taken back than given', () => {
    const back = aMonth({ issue: aLeg('issue', -500n, 1_000_000n), redeem: aLeg('redeem', -70n, 800_000n) })
    const issue = invoiceOf(makeInvoice(back, 'issue', { ...TERMS, corrects: 'ENT-2-2026-10-I' }))
    expect(issue).to.deep.include({
      typeCode: '381',
      kind: 'creditNote',
      corrects: 'ENT-2-2026-10-I',
      seller: OPERATOR,
    })
    expect(issue.lines[0]).to.deep.include({ name: 'Loyalty points taken back', quantity: 500n, netMinor: 500n })
    expect(issue.totals).to.deep.include({ vatMinor: 100n, payableMinor: 600n })
    const redeem = invoiceOf(makeInvoice(back, 'redeem', TERMS))
    expect(redeem).to.deep.include({ typeCode: '261', isSelfBilled: true, corrects: null, seller: PARTNER })
    expect(redeem.lines[0]).to.deep.include({ name: 'Loyalty points restored', quantity: 70n, netMinor: 56n })
  })

  it('correct nothing where they are no credit note', () => {
    expect(invoiceOf(makeInvoice(aMonth(), 'issue', { ...TERMS, corrects: 'X' })).corrects).to.equal(null)
  })

  it('have a fee as one piece', () => {
    const { lines, typeCode } = invoiceOf(
      makeInvoice(aMonth({ fee: aLeg('fee', 0n, 0n, { feeMinor: 4_900n }) }), 'fee', TERMS),
    )
    expect([typeCode, lines[0]?.quantity, lines[0]?.priceMicros]).to.deep.equal(['380', 1n, 4_900_000_000n])
  })

  it('know the days of each month', () => {
    const days = (month: string) => {
      const { periodFrom, periodUntil } = invoiceOf(makeInvoice({ ...aMonth(), month }, 'issue', TERMS))
      return [periodFrom, periodUntil]
    }
    expect(days('2028-02')).to.deep.equal(['2028-02-01', '2028-02-29'])
    expect(days('2027-02')).to.deep.equal(['2027-02-01', '2027-02-28'])
    expect(days('2026-12')).to.deep.equal(['2026-12-01', '2026-12-31'])
  })

  it('agree with the statement to the cent, whatever the points, the price and the rate', () => {
    const facts = fc.record({
      points: fc.bigInt(-(10n ** 12n), 10n ** 12n),
      priceMicros: fc.bigInt(0n, 10n ** 8n),
      rateBasisPoints: fc.nat(10_000),
    })
    fc.assert(
      fc.property(facts, ({ points, priceMicros, rateBasisPoints }) => {
        const leg = aLeg('issue', points, priceMicros, { vat: { treatment: 'standard', rateBasisPoints } })
        const made = makeInvoice(aMonth({ issue: leg }), 'issue', TERMS)
        if (leg.grossMinor === 0n) {
          expect(made).to.deep.equal({ kind: 'refused', fault: 'nothing_to_invoice' })
          return
        }
        const { kind, totals } = invoiceOf(made)
        expect((kind === 'creditNote' ? -1n : 1n) * totals.payableMinor).to.equal(leg.totalMinor)
      }),
    )
  })

  it('add up exactly over lines of several categories and rates', () => {
    const line = fc.record({
      netMinor: fc.bigInt(0n, 10n ** 10n),
      treatment: fc.constantFrom<VatTreatment>('standard', 'zero_rated', 'reverse_charge'),
      rateBasisPoints: fc.constantFrom(550, 1_000, 1_960, 2_000),
    })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (some) => {
        const lines = some.map(({ netMinor, treatment, rateBasisPoints }, at): InvoiceLine => {
          const vat = { treatment, rateBasisPoints: treatment === 'standard' ? rateBasisPoints : 0 }
          return { id: String(at), name: 'x', quantity: 1n, priceMicros: 0n, netMinor, vat }
        })
        const breakdown = breakDown(lines, null)
        const totals = addUp(lines, breakdown)
        const sum = (values: readonly bigint[]) => values.reduce((all, one) => all + one, 0n)
        expect(totals.linesMinor, 'BR-CO-10').to.equal(sum(lines.map(({ netMinor }) => netMinor)))
        expect(totals.withoutVatMinor, 'BR-CO-13').to.equal(totals.linesMinor)
        expect(totals.vatMinor, 'BR-CO-14').to.equal(sum(breakdown.map(({ vatMinor }) => vatMinor)))
        expect(totals.withVatMinor, 'BR-CO-15').to.equal(totals.withoutVatMinor + totals.vatMinor)
        expect(totals.payableMinor, 'BR-CO-16').to.equal(totals.withVatMinor)
        expect(sum(breakdown.map(({ taxableMinor }) => taxableMinor))).to.equal(totals.linesMinor)
        expect(new Set(breakdown.map(({ vat }) => `${vat.treatment} ${String(vat.rateBasisPoints)}`)).size).to.equal(
          breakdown.length,
        )
        for (const { vat, taxableMinor, vatMinor } of breakdown)
          expect(vatMinor, 'BR-CO-17').to.equal(divRoundHalfAway(taxableMinor * BigInt(vat.rateBasisPoints), 10_000n))
      }),
    )
  })

  it('are refused where the statement does not add up', () => {
    const leg = aLeg('issue', 98_000n, 1_000_000n)
    expect(faultOf(aMonth({ issue: { ...leg, vatMinor: leg.vatMinor + 1n } }))).to.equal('vat_differs')
    expect(faultOf(aMonth({ issue: { ...leg, totalMinor: leg.totalMinor - 1n } }))).to.equal('vat_differs')
    expect(faultOf(aMonth({ issue: { ...leg, priceMicros: 1_000_006n } }))).to.equal('net_differs')
  })

  it('are refused where a party lacks what its treatment asks for', () => {
    const without = (party: typeof OPERATOR, ...names: readonly (keyof typeof OPERATOR)[]) => ({
      ...party,
      ...Object.fromEntries(names.map((name) => [name, null])),
    })
    for (const treatment of ['standard', 'zero_rated', 'reverse_charge'] as const) {
      expect(faultOf(issuedAt(treatment), { operator: without(OPERATOR, 'vatId') })).to.equal('seller_vat_id_missing')
      expect(faultOf(redeemedAt(treatment), { partner: without(PARTNER, 'vatId') }, 'redeem')).to.equal(
        'seller_vat_id_missing',
      )
      expect(faultOf(issuedAt(treatment))).to.equal(null)
    }
    expect(faultOf(issuedAt('reverse_charge'), { partner: without(PARTNER, 'vatId') })).to.equal('buyer_vat_id_missing')
    expect(faultOf(issuedAt('standard'), { partner: without(PARTNER, 'vatId') })).to.equal(null)
    expect(faultOf(issuedAt('outside_scope'), { operator: without(OPERATOR, 'vatId') })).to.equal(null)
    expect(faultOf(issuedAt('outside_scope'), { operator: without(OPERATOR, 'registrationId') })).to.equal(
      'seller_unidentified',
    )
    expect(faultOf(issuedAt('exempt'))).to.equal('exemption_reason_missing')
    expect(faultOf(issuedAt('exempt'), { exemptionReason: ' ' })).to.equal('exemption_reason_missing')
    expect(faultOf(issuedAt('exempt'), { exemptionReason: 'Article 135' })).to.equal(null)
  })

  it('are refused for parties and terms that say nothing', () => {
    const named = (changed: Partial<typeof PARTNER>) => faultOf(aMonth(), { partner: { ...PARTNER, ...changed } })
    expect(named({ name: ' ' })).to.equal('party_incomplete')
    expect(named({ town: '' })).to.equal('party_incomplete')
    expect(named({ country: 'Germany' })).to.equal('party_incomplete')
    expect(named({ street: '' })).to.equal('party_incomplete')
    expect(named({ name: 'x'.repeat(PARTY_TEXT_MAX) })).to.equal(null)
    expect(named({ name: 'x'.repeat(PARTY_TEXT_MAX + 1) })).to.equal('party_incomplete')
    for (const vatId of ['129273398', 'de129273398', 'DE', 'DE 129273398', `DE${'1'.repeat(14)}`])
      expect(named({ vatId }), vatId).to.equal('vat_id_malformed')
    expect(faultOf(aMonth(), { dueOn: TERMS.issuedOn })).to.equal(null)
    expect(faultOf(aMonth(), { dueOn: '2026-12-02' })).to.equal('due_before_issued')
  })

  it('are refused in currencies with more than two digits after the point', () => {
    for (const currency of ['EUR', 'GBP', 'JPY']) expect(faultOf(aMonth({ currency })), currency).to.equal(null)
    expect(faultOf(aMonth({ currency: 'KWD' }))).to.equal('currency_digits')
  })

  it('have numbers that differ by leg, and a sentence for each fault', () => {
    const kinds: LegKind[] = ['issue', 'redeem', 'fee']
    expect(new Set(kinds.map((kind) => invoiceNumber('S', kind))).size).to.equal(kinds.length)
    const sentences = Object.values(INVOICE_FAULT_SENTENCES)
    expect(new Set(sentences).size).to.equal(sentences.length)
  })

  it('round halves away from zero', () => {
    for (const [dividend, rounded] of [
      [4n, 0n],
      [5n, 1n],
      [14n, 1n],
      [15n, 2n],
      [-4n, 0n],
      [-5n, -1n],
      [-15n, -2n],
    ] as const)
      expect(divRoundHalfAway(dividend, 10n)).to.equal(rounded)
    expect(divRoundHalfAway(1n, 3n)).to.equal(0n)
    expect(divRoundHalfAway(2n, 3n)).to.equal(1n)
  })
})
