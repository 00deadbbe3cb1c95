import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'
import fc from 'fast-check'
import { validateXML } from 'xmllint-wasm'

import { writePaymentFile } from '../../../../server/actions/payments/write-payment-file.ts'
import type { BankDetails } from '../../../../server/domain/clearing/bank-details.ts'
import {
  FILE_MINOR_MAX,
  PAYMENT_MINOR_MAX,
  PAYMENTS_PER_FILE_MAX,
  type PaymentOrder,
} from '../../../../server/domain/clearing/payment-file.ts'
import { readSample } from './iso20022.ts'

const MAISON: BankDetails = {
  name: 'Maison Verte & Fils',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  town: 'Lyon',
  country: 'FR',
}
const GARTEN: BankDetails = { name: 'Müller', iban: 'DE89370400440532013000', bic: null, town: 'Bonn', country: 'DE' }

function anOrder(amounts: readonly bigint[], changed: Partial<PaymentOrder> = {}): PaymentOrder {
  return {
    messageId: 'ENTENTE-2026-11',
    createdAt: new Date('2026-12-02T23:30:15.999Z'),
    payOn: new Date('2026-12-03T00:00:00Z'),
    debtor: GARTEN,
    payments: amounts.map((amountMinor, at) => ({
      endToEndId: `S'${String(at)}`,
      amountMinor,
      creditor: at % 2 === 0 ? MAISON : GARTEN,
      remittance: `S'${String(at)} clearing 2026-11`,
    })),
    totalMinor: amounts.reduce((sum, one) => sum + one, 0n),
    ...changed,
  }
}

const valuesOf = (text: string, element: string) =>
  [...text.matchAll(new RegExp(`<${element}[^>]*>([^<]*)</${element}>`, 'g'))].map(([, value]) => value)

/** Adds up what is in the file, in integers. */
const sumOf = (text: string) =>
  valuesOf(text, 'InstdAmt').reduce((sum, amount) => sum + BigInt(String(amount).replace('.', '')), 0n)

describe('payment files', () => {
  it('are the pain.001.001.09 of their order, to the byte', () => {
    expect(writePaymentFile(anOrder([12_345n, 10n]))).to.equal(
      '<?xml version="1.0" encoding="UTF-8"?>' +
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
        ' xsi:schemaLocation="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09 pain.001.001.09.xsd"><CstmrCdtTrfInitn>' +
        '<GrpHdr><MsgId>ENTENTE-2026-11</MsgId><CreDtTm>2026-12-02T23:30:15</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>123.55</CtrlSum>' +
        '<InitgPty><Nm>Muller</Nm></InitgPty></GrpHdr>' +
        '<PmtInf><PmtInfId>ENTENTE-2026-11.0</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg><NbOfTxs>2</NbOfTxs>' +
        '<CtrlSum>123.55</CtrlSum><PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf><ReqdExctnDt><Dt>2026-12-03</Dt></ReqdExctnDt>' +
        '<Dbtr><Nm>Muller</Nm></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>' +
        '<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>' +
        '<CdtTrfTxInf><PmtId><InstrId>ENTENTE-2026-11.0.0</InstrId><EndToEndId>S&apos;0</EndToEndId></PmtId>' +
        '<Amt><InstdAmt Ccy="EUR">123.45</InstdAmt></Amt><CdtrAgt><FinInstnId><BICFI>AGRIFRPP</BICFI></FinInstnId></CdtrAgt>' +
        '<Cdtr><Nm>Maison Verte + Fils</Nm></Cdtr><CdtrAcct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></CdtrAcct>' +
        '<RmtInf><Ustrd>S&apos;0 clearing 2026-11</Ustrd></RmtInf></CdtTrfTxInf>' +
        '<CdtTrfTxInf><PmtId><InstrId>ENTENTE-2026-11.0.1</InstrId><EndToEndId>S&apos;1</EndToEndId></PmtId>' +
        '<Amt><InstdAmt Ccy="EUR">0.10</InstdAmt></Amt><Cdtr><Nm>Muller</Nm></Cdtr>' +
        '<CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>' +
        '<RmtInf><Ustrd>S&apos;1 clearing 2026-11</Ustrd></RmtInf></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>\n',
    )
  })

  it('have exact amounts and sums, although floats are in between', () => {
    const amounts = fc.array(fc.bigInt(1n, PAYMENT_MINOR_MAX), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(amounts, (some) => {
        const order = anOrder(some)
        const text = writePaymentFile(order)
        expect(sumOf(text)).to.equal(order.totalMinor)
        expect(valuesOf(text, 'CtrlSum').map((sum) => BigInt(String(sum).replace('.', '')))).to.deep.equal([
          order.totalMinor,
          order.totalMinor,
        ])
      }),
      { numRuns: 200 },
    )
  })

  it('have exact sums at the limits of a file', () => {
    const each = FILE_MINOR_MAX / BigInt(PAYMENTS_PER_FILE_MAX)
    const text = writePaymentFile(anOrder(Array.from({ length: PAYMENTS_PER_FILE_MAX }, () => each)))
    expect(sumOf(text)).to.equal(each * BigInt(PAYMENTS_PER_FILE_MAX))
  })

  it('have the days of UTC, wherever the program runs', () => {
    const module = (path: string) =>
      JSON.stringify(fileURLToPath(new URL(`../../../../server/${path}`, import.meta.url)))
    const account = JSON.stringify(GARTEN)
    const script = `
      const { writePaymentFile } = await import(${module('actions/payments/write-payment-file.ts')})
      const payments = [{ endToEndId: 'S-1', amountMinor: 1n, creditor: ${account}, remittance: 'S-1' }]
      // Half an hour that New York's clocks leave out in spring, and a day that Kiritimati has before us.
      const order = { messageId: 'M', createdAt: new Date('2027-03-14T02:30:00Z'), payOn: new Date('2027-03-14T23:00:00Z') }
      process.stdout.write(writePaymentFile({ ...order, debtor: ${account}, payments, totalMinor: 1n }))`
    const writeIn = (zone: string) =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
        env: { ...process.env, TZ: zone },
        encoding: 'utf8',
      })
    const written = writeIn('UTC')
    expect(valuesOf(written, 'CreDtTm')).to.deep.equal(['2027-03-14T02:30:00'])
    expect(valuesOf(written, 'Dt')).to.deep.equal(['2027-03-14'])
    expect(writeIn('America/New_York')).to.equal(written)
    expect(writeIn('Pacific/Kiritimati')).to.equal(written)
  })

  const schema = readSample('pain.001.001.09.xsd')
  // The schema is not ours to pass on: where it stands beside the project, every file is held against it.
  if (schema !== null)
    it('are valid by the schema of ISO 20022', async () => {
      const contents = schema.toString('utf8')
      const validate = (xml: string) =>
        validateXML({ xml: [{ fileName: 'file.xml', contents: xml }], schema: [{ fileName: 'pain.xsd', contents }] })
      for (const order of [
        anOrder([1n]),
        anOrder([12_345n, 10n, PAYMENT_MINOR_MAX], { debtor: MAISON }),
        anOrder(Array.from({ length: PAYMENTS_PER_FILE_MAX }, () => 1n)),
      ])
        expect(await validate(writePaymentFile(order))).to.deep.include({ valid: true, errors: [] })
      const wrong = writePaymentFile(anOrder([1n])).replace('<BtchBookg>false</BtchBookg>', '<BtchBookg>no</BtchBookg>')
      expect((await validate(wrong)).valid).to.equal(false)
    })
})
