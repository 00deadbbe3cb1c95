import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import type { Leg } from '../../server/domain/clearing/statement.ts'
import { camt, entry, IBAN, parts, statement } from '../server/actions/payments/camt.ts'
import { aLeg, OPERATOR, PARTNER } from '../server/domain/clearing/invoices.ts'
import { type Ran, runClearing as run, startClearing as start } from '../support/clearing/run-clearing.ts'

const BANK = { name: 'Entente Coalition', iban: 'DE89 3704 0044 0532 0130 00', town: 'Paris', country: 'FR' }
const MAISON = {
  name: 'Maison Verte',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  town: 'Lyon',
  country: 'FR',
}

const CHARITY_ID = '019a8f5e-6f3c-7c1a-9d52-9f21c0b7d3aa'

/** On files that a finance person would have. */
describe('the commands of clearing', function () {
  this.timeout(120_000)
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-clearing-'))
    write('parties.json', {
      operator: { bank: BANK, invoice: OPERATOR },
      partners: { '1': { bank: MAISON }, '2': { bank: MAISON, invoice: PARTNER } },
      charities: { [CHARITY_ID]: { bank: { ...BANK, name: 'Sea Rescue' } } },
    })
    writeStatement('one.json', { id: 1, payableMinor: 12_345n })
    writeStatement('two.json', { id: 2, payableMinor: -108_000n })
  })

  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const at = (name: string) => join(folder, name)
  const write = (name: string, value: unknown) => {
    writeFileSync(
      at(name),
      JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one)),
    )
  }

  /** A statement as the server hands it out. */
  function writeStatement(
    name: string,
    {
      id,
      payableMinor,
      currency = 'EUR',
      payment = null,
      due,
    }: { id: number; payableMinor: bigint; currency?: string; payment?: unknown; due?: object },
  ): void {
    const legs: Leg[] = [aLeg('issue', 98_000n, 1_000_000n), aLeg('redeem', 10_000n, 800_000n), aLeg('fee', 0n, 0n)]
    const partner = { id, name: `Partner ${String(id)}`, country: 'FR' }
    const number = `ENT-${String(id)}-2026-11`
    const content = {
      format: due === undefined ? 'entente-statement-1' : 'entente-statement-3',
      number,
      month: '2026-11',
      currency,
      partner,
      legs,
      totals: { payableMinor },
      ...(due === undefined ? {} : { due }),
    }
    write(name, { statement: content, signer: '0x', signature: '0x', payment })
  }

  const books = () => ['--parties', at('parties.json'), '--register', at('register.jsonl'), '--json']
  const payment = (messageId: string, out: string, statements: readonly string[]) => [
    ...['payments', ...statements.map(at), ...books()],
    ...['--message-id', messageId, '--pay-on', '2099-12-03', '--out', at(out)],
  ]
  const pay = (messageId: string, out: string, ...statements: string[]) => run(...payment(messageId, out, statements))
  const importFile = (name: string, ...statements: string[]) =>
    run('import', at(name), ...statements.map(at), ...books())
  const invoice = (file: string, leg: string, out: string, ...more: string[]) =>
    run(
      ...['invoice', at(file), '--leg', leg, '--out', at(out), '--parties', at('parties.json')],
      ...['--issued-on', '2026-12-03', '--due-on', '2026-12-17', '--json', ...more],
    )
  const read = (ran: Ran) => JSON.parse(ran.out) as Record<string, never>
  const codeOf = (ran: Ran) => (JSON.parse(ran.err) as { error: { code: string } }).error.code
  const register = () => readFileSync(at('register.jsonl'), 'utf8')

  it('pay partners, read the bank’s answer, and close the statements', async () => {
    const paid = await start(...payment('ENTENTE-2026-11', 'payments.xml', ['one.json', 'two.json']))
    expect([paid.code, paid.err]).to.deep.equal([0, ''])
    expect(read(paid)).to.deep.include({ totalMinor: '12345', messageId: 'ENTENTE-2026-11' })
    const file = readFileSync(at('payments.xml'), 'utf8')
    expect(file)
      .to.include('<EndToEndId>ENT-1-2026-11</EndToEndId>')
      .and.include('<InstdAmt Ccy="EUR">123.45</InstdAmt>')
    const out = entry({ amount: '123.45', details: parts({ id: 'ENT-1-2026-11' }) })
    const inward = entry({ amount: '1080.00', side: 'CRDT', details: parts({ id: 'X', text: 'ENT-2-2026-11 thanks' }) })
    writeFileSync(at('bank.xml'), camt(statement(out + inward + entry({ details: parts({ text: 'rent' }) }))))
    const imported = await importFile('bank.xml', 'one.json', 'two.json')
    expect([imported.code, imported.err]).to.deep.equal([0, ''])
    const { standings, unmatched } = read(imported) as unknown as {
      standings: { statementNumber: string; state: string; openMinor: string }[]
      unmatched: { reason: string }[]
    }
    expect(standings.map(({ statementNumber, state, openMinor }) => [statementNumber, state, openMinor])).to.deep.equal(
      [
        ['ENT-1-2026-11', 'paid', '0'],
        ['ENT-2-2026-11', 'paid', '0'],
      ],
    )
    expect(unmatched.map(({ reason }) => reason)).to.deep.equal(['no_statement_named'])
  })

  it('pay what is due in euros, whatever the clearing currency, and nothing in another one', async () => {
    const inEuro = { currency: 'EUR', minorDigits: 2, payableMinor: '29551' }
    const inYen = { currency: 'JPY', minorDigits: 0, payableMinor: '41886' }
    writeStatement('euro.json', { id: 1, payableMinor: 25_800n, currency: 'GBP', due: inEuro })
    writeStatement('yen.json', { id: 2, payableMinor: 25_800n, due: inYen })
    const paid = await pay('M-1', 'payments.xml', 'euro.json', 'yen.json')
    expect(read(paid)).to.deep.include({
      totalMinor: '29551',
      leftOut: [{ statementNumber: 'ENT-2-2026-11', payee: { kind: 'partner', id: 2 }, reason: 'other_currency' }],
    })
    expect(readFileSync(at('payments.xml'), 'utf8')).to.include('<InstdAmt Ccy="EUR">295.51</InstdAmt>')
    const yen = entry({ amount: '41886', currency: 'JPY', details: parts({ id: 'ENT-2-2026-11' }) })
    const euro = entry({ amount: '258.00', details: parts({ id: 'ENT-2-2026-11' }) })
    writeFileSync(at('bank.xml'), camt(statement(yen + euro)))
    const { standings, unmatched } = read(await importFile('bank.xml', 'yen.json')) as unknown as {
      standings: { currency: string; dueMinor: string; state: string }[]
      unmatched: { reason: string }[]
    }
    expect(standings.map(({ currency, dueMinor, state }) => [currency, dueMinor, state])).to.deep.equal([
      ['JPY', '41886', 'paid'],
    ])
    expect(unmatched.map(({ reason }) => reason)).to.deep.equal(['other_currency'])
  })

  it('pay a charity what members gave, and know its payment when the bank lists it', async () => {
    const number = 'ENT-C9f21c0b7d3aa-2026-11'
    const common = { number, month: '2026-11', currency: 'EUR', charity: { id: CHARITY_ID, name: 'Sea Rescue' } }
    const content = { format: 'entente-charity-statement-1', ...common, totals: { payableMinor: '400' } }
    write('charity.json', { statement: content, signer: '0x', signature: '0x', payment: null })
    const paid = await pay('M-1', 'payments.xml', 'charity.json', 'one.json')
    expect(read(paid)).to.deep.include({ totalMinor: '12745' })
    const file = readFileSync(at('payments.xml'), 'utf8')
    expect(file).to.include(`<EndToEndId>${number}</EndToEndId>`).and.include('<Nm>Sea Rescue</Nm>')
    writeFileSync(at('bank.xml'), camt(statement(entry({ amount: '4.00', details: parts({ id: number }) }))))
    const { standings } = read(await importFile('bank.xml', 'charity.json')) as unknown as {
      standings: { statementNumber: string; state: string }[]
    }
    expect(standings.map(({ statementNumber, state }) => [statementNumber, state])).to.deep.equal([[number, 'paid']])
    expect(codeOf(await invoice('charity.json', 'redeem', 'invoice.xml'))).to.equal('clearing_input_invalid')
  })

  it('invoice a pack, know its payment when the bank lists it, and pay nobody for it', async () => {
    const pack = {
      ...{ partnerId: 2, packNumber: 7, number: 'ENT-2-P7', startsOn: '2027-01-01', currency: 'EUR', points: '100000' },
      ...{ priceMinor: '95000', vat: { treatment: 'standard', rateBasisPoints: 2000 }, vatMinor: '19000' },
      ...{ payableMinor: '114000', state: 'ordered', payment: null },
    }
    write('pack.json', pack)
    const invoiced = await invoice('pack.json', 'issue', 'invoice.xml')
    expect([invoiced.code, invoiced.err]).to.deep.equal([0, ''])
    expect(readFileSync(at('invoice.xml'), 'utf8'))
      .to.include('<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>')
      .and.include('<cbc:ID>ENT-2-P7-I</cbc:ID>')
      .and.include('Prepaid pack of 100000 loyalty points')
      .and.include('>1140.00</cbc:PayableAmount>')
    const inward = entry({ amount: '1140.00', side: 'CRDT', details: parts({ id: 'ENT-2-P7' }) })
    writeFileSync(at('bank.xml'), camt(statement(inward)))
    const { standings } = read(await importFile('bank.xml', 'pack.json', 'two.json')) as unknown as {
      standings: { statementNumber: string; state: string }[]
    }
    expect(standings.map(({ statementNumber, state }) => [statementNumber, state])).to.deep.equal([
      ['ENT-2-P7', 'paid'],
      ['ENT-2-2026-11', 'unpaid'],
    ])
    expect(codeOf(await pay('M-1', 'payments.xml', 'pack.json'))).to.equal('payment_file_refused')
    write('pack.json', { ...pack, priceMinor: '95001' })
    expect(codeOf(await invoice('pack.json', 'issue', 'wrong.xml'))).to.equal('invoice_refused')
  })

  it('write the same payment file again for the same message id, and pay nothing twice under another', async () => {
    await pay('M-1', 'payments.xml', 'one.json')
    const file = readFileSync(at('payments.xml'), 'utf8')
    const lines = register()
    rmSync(at('payments.xml'))
    expect((await pay('M-1', 'payments.xml', 'one.json')).code).to.equal(0)
    expect(readFileSync(at('payments.xml'), 'utf8')).to.equal(file)
    expect(register()).to.equal(lines)
    const again = await pay('M-2', 'again.xml', 'one.json')
    expect([again.code, codeOf(again), existsSync(at('again.xml'))]).to.deep.equal([1, 'payment_file_refused', false])
    expect(again.err).to.include('earlier payment file')
    // The same id for something else is refused as well: banks take a message id once.
    writeStatement('three.json', { id: 1, payableMinor: 99n })
    const other = await pay('M-1', 'other.xml', 'three.json')
    expect([other.code, codeOf(other)]).to.deep.equal([1, 'payment_file_refused'])
  })

  it('pay again what came back whole', async () => {
    await pay('M-1', 'payments.xml', 'one.json')
    const gone = entry({ amount: '123.45', details: parts({ id: 'ENT-1-2026-11' }) })
    const back = entry({ amount: '123.45', side: 'CRDT', reversal: true, details: parts({ id: 'ENT-1-2026-11' }) })
    writeFileSync(at('gone.xml'), camt(statement(gone)))
    writeFileSync(at('back.xml'), camt(statement(back, { id: 'DAY-2' })))
    await importFile('gone.xml', 'one.json')
    expect(codeOf(await pay('M-2', 'again.xml', 'one.json'))).to.equal('payment_file_refused')
    await importFile('back.xml', 'one.json')
    expect((await pay('M-2', 'again.xml', 'one.json')).code).to.equal(0)
  })

  it('count a bank statement once, also when two imports wrote it', async () => {
    const paid = entry({ amount: '100.00', details: parts({ id: 'ENT-1-2026-11' }) })
    writeFileSync(at('bank.xml'), camt(statement(paid)))
    const first = read(await importFile('bank.xml', 'one.json'))
    const lines = register()
    const second = read(await importFile('bank.xml', 'one.json'))
    expect(register()).to.equal(lines)
    expect(second['standings']).to.deep.equal(first['standings'])
    expect(second['skipped']).to.have.length(1)
    appendFileSync(at('register.jsonl'), lines)
    expect(read(await importFile('bank.xml', 'one.json'))['standings']).to.deep.equal(first['standings'])
  })

  it('refuse files that are none, and leave the register as it was', async () => {
    writeFileSync(at('bank.csv'), 'Date;Amount')
    expect(codeOf(await importFile('bank.csv', 'one.json'))).to.equal('bank_file_refused')
    writeFileSync(at('bank.xml'), camt(statement(entry())))
    for (const [name, content] of [
      ['broken.json', '{'],
      ['other.json', '{"statement":{"format":"entente-statement-2"}}'],
      ['float.json', readFileSync(at('one.json'), 'utf8').replace('"12345"', '12345.0')],
    ] as const) {
      writeFileSync(at(name), content)
      expect(codeOf(await importFile('bank.xml', name)), name).to.equal('clearing_input_invalid')
    }
    expect(codeOf(await importFile('bank.xml', 'missing.json'))).to.equal('clearing_input_invalid')
    write('parties.json', { operator: { bank: { ...BANK, iban: IBAN.replace('89', '98') } }, partners: {} })
    const mistyped = await importFile('bank.xml', 'one.json')
    expect([codeOf(mistyped), mistyped.err]).to.deep.equal(['clearing_input_invalid', mistyped.err])
    expect(mistyped.err).to.include('operator.bank.iban')
    expect(existsSync(at('register.jsonl'))).to.equal(false)
  })

  it('refuse a register that ends within a line, or has another line', async () => {
    writeFileSync(at('bank.xml'), camt(statement(entry())))
    for (const text of ['{"kind":"bank_im', 'nothing\n', '{"kind":"other"}\n']) {
      writeFileSync(at('register.jsonl'), text)
      expect(codeOf(await importFile('bank.xml', 'one.json')), text).to.equal('clearing_input_invalid')
      expect(register()).to.equal(text)
    }
  })

  it('pay no other currency, nor what the server has down as paid', async () => {
    writeStatement('pounds.json', { id: 3, payableMinor: 5n, currency: 'GBP' })
    writeStatement('settled.json', { id: 2, payableMinor: 5n, payment: { reference: 'X' } })
    const ran = await pay('M-1', 'payments.xml', 'pounds.json', 'settled.json')
    expect(codeOf(ran)).to.equal('payment_file_refused')
    expect(ran.err).to.include('euros only').and.include('was paid')
  })

  it('write an invoice once, in both syntaxes, and nothing over another file', async () => {
    expect((await invoice('two.json', 'issue', 'issue.xml')).code).to.equal(0)
    const written = readFileSync(at('issue.xml'), 'utf8')
    expect(written)
      .to.include('<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>')
      .and.include('>1176.00</cbc:PayableAmount>')
    expect((await invoice('two.json', 'issue', 'issue.xml')).code).to.equal(0)
    expect(codeOf(await invoice('two.json', 'redeem', 'issue.xml'))).to.equal('output_exists')
    expect(readFileSync(at('issue.xml'), 'utf8')).to.equal(written)
    expect((await invoice('two.json', 'redeem', 'redeem.xml', '--syntax', 'cii')).code).to.equal(0)
    expect(readFileSync(at('redeem.xml'), 'utf8')).to.include('<ram:TypeCode>389</ram:TypeCode>')
    expect(codeOf(await invoice('two.json', 'fee', 'fee.xml'))).to.equal('invoice_refused')
    expect(codeOf(await invoice('one.json', 'issue', 'x.xml'))).to.equal('clearing_input_invalid')
    for (const day of ['2026-02-30', '03.12.2026', ''])
      expect((await invoice('two.json', 'issue', 'y.xml', '--due-on', day)).code, day).to.equal(2)
  })
})
