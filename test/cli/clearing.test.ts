import { execFile } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import { makeCommandLine } from '../../cli/program.ts'
import { report } from '../../cli/report.ts'
import type { Leg } from '../../server/domain/clearing/statement.ts'
import { camt, entry, IBAN, parts, statement } from '../server/actions/payments/camt.ts'
import { aLeg, OPERATOR, PARTNER } from '../server/domain/clearing/invoices.ts'

const ENTENTE = fileURLToPath(new URL('../../cli/entente.ts', import.meta.url))
const BANK = { name: 'Entente Coalition', iban: 'DE89 3704 0044 0532 0130 00', town: 'Paris', country: 'FR' }
const MAISON = {
  name: 'Maison Verte',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  town: 'Lyon',
  country: 'FR',
}

/** On files that a finance person would have. */
describe('the commands of clearing', function () {
  this.timeout(120_000)
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-clearing-'))
    write('parties.json', {
      operator: { bank: BANK, invoice: OPERATOR },
      partners: { '1': { bank: MAISON }, '2': { bank: MAISON, invoice: PARTNER } },
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
    }: { id: number; payableMinor: bigint; currency?: string; payment?: unknown },
  ): void {
    const legs: Leg[] = [aLeg('issue', 98_000n, 1_000_000n), aLeg('redeem', 10_000n, 800_000n), aLeg('fee', 0n, 0n)]
    const partner = { id, name: `Partner ${String(id)}`, country: 'FR' }
    const number = `ENT-${String(id)}-2026-11`
    const content = {
      format: 'entente-statement-1',
      number,
      month: '2026-11',
      currency,
      partner,
      legs,
      totals: { payableMinor },
    }
    write(name, { statement: content, signer: '0x', signature: '0x', payment })
  }

  interface Ran {
    readonly code: number
    readonly out: string
    readonly err: string
  }

  /** A command as a process of its own. */
  function start(...args: string[]): Promise<Ran> {
    return new Promise((resolve) => {
      execFile(process.execPath, [ENTENTE, 'clearing', ...args], (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
      })
    })
  }

  /** The same in this process, which is faster: nothing of it waits. */
  async function run(...args: string[]): Promise<Ran> {
    const said = { out: '', err: '' }
    const { stdout, stderr } = process
    const [out, err] = [stdout.write.bind(stdout), stderr.write.bind(stderr)]
    const { program, acting } = makeCommandLine({ isForPrograms: true })
    stdout.write = (text: string | Uint8Array) => ((said.out += String(text)), true)
    stderr.write = (text: string | Uint8Array) => ((said.err += String(text)), true)
    try {
      await program.parseAsync(['clearing', ...args], { from: 'user' })
      return { code: 0, ...said }
    } catch (error) {
      const code = report(error, { command: acting(), isForPrograms: true })
      return { code, ...said }
    } finally {
      stdout.write = out
      stderr.write = err
    }
  }

  const books = () => ['--parties', at('parties.json'), '--register', at('register.jsonl'), '--json']
  const payment = (messageId: string, out: string, statements: readonly string[]) => [
    ...['payments', ...statements.map(at), ...books()],
    ...['--message-id', messageId, '--pay-on', '2099-12-03', '--out', at(out)],
  ]
  const pay = (messageId: string, out: string, ...statements: string[]) => run(...payment(messageId, out, statements))
  const importFile = (name: string, ...statements: string[]) =>
    run('import', at(name), ...statements.map(at), ...books())
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
    const terms = ['--parties', at('parties.json'), '--issued-on', '2026-12-03', '--due-on', '2026-12-17', '--json']
    const invoice = (leg: string, out: string, ...more: string[]) =>
      run('invoice', at('two.json'), '--leg', leg, '--out', at(out), ...terms, ...more)
    expect((await invoice('issue', 'issue.xml')).code).to.equal(0)
    const written = readFileSync(at('issue.xml'), 'utf8')
    expect(written)
      .to.include('<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>')
      .and.include('>1176.00</cbc:PayableAmount>')
    expect((await invoice('issue', 'issue.xml')).code).to.equal(0)
    expect(codeOf(await invoice('redeem', 'issue.xml'))).to.equal('output_exists')
    expect(readFileSync(at('issue.xml'), 'utf8')).to.equal(written)
    expect((await invoice('redeem', 'redeem.xml', '--syntax', 'cii')).code).to.equal(0)
    expect(readFileSync(at('redeem.xml'), 'utf8')).to.include('<ram:TypeCode>389</ram:TypeCode>')
    expect(codeOf(await invoice('fee', 'fee.xml'))).to.equal('invoice_refused')
    expect(codeOf(await run('invoice', at('one.json'), '--leg', 'issue', '--out', at('x.xml'), ...terms))).to.equal(
      'clearing_input_invalid',
    )
    for (const day of ['2026-02-30', '03.12.2026', ''])
      expect((await invoice('issue', 'y.xml', '--due-on', day)).code, day).to.equal(2)
  })
})
