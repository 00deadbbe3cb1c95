import { createHash } from 'node:crypto'

import { expect } from 'chai'
import fc from 'fast-check'

import {
  type BankStatement,
  type BankTransaction,
  minorOfDecimal,
} from '../../../../server/domain/clearing/bank-statement.ts'
import {
  type BankPayment,
  matchBankStatements,
  type MatchedImport,
  SKIPPED_SENTENCES,
  standingsOf,
  UNMATCHED_SENTENCES,
} from '../../../../server/domain/clearing/matching.ts'
import type { PayableStatement } from '../../../../server/domain/clearing/payment-file.ts'
import { aStatement } from './statements.ts'

const OURS = 'DE89370400440532013000'
const DUE = aStatement('CL-1', 1_000n)
const OWED = aStatement('CL-2', -5_000n, { partnerId: 2 })
const STATEMENTS = [DUE, OWED, aStatement('CL-12', 700n, { partnerId: 3 })]

function aTransaction(changed: Partial<BankTransaction> = {}): BankTransaction {
  return {
    entry: 1,
    transaction: 1,
    direction: 'out',
    isReversal: false,
    isBooked: true,
    amount: '10.00',
    currency: 'EUR',
    bookedOn: '2026-12-04',
    endToEndId: 'CL-1',
    remittance: [],
    counterparty: 'Maison Verte',
    counterpartyAccount: null,
    doubt: null,
    ...changed,
  }
}

const paper = (transactions: readonly BankTransaction[], changed: Partial<BankStatement> = {}): BankStatement => ({
  statementId: 'DAY-1',
  page: 1,
  account: OURS,
  transactions,
  ...changed,
})

/** Imports statements one after the other, as the ledger does; the last import's outcome, and how all stands then. */
function importAll(...files: readonly (readonly BankStatement[])[]) {
  const imported = new Map<string, string>()
  const payments: BankPayment[] = []
  let last: MatchedImport = { imported: [], payments: [], unmatched: [], skipped: [] }
  for (const file of files) {
    last = matchBankStatements(file, { ...KNOWN, imported, payments })
    for (const { key, contentHash } of last.imported) imported.set(key, contentHash)
    payments.push(...last.payments)
  }
  return {
    last,
    payments,
    standing: (number: string) =>
      standingsOf(STATEMENTS, payments).find(({ statementNumber }) => statementNumber === number),
  }
}

const KNOWN = {
  statements: STATEMENTS as readonly PayableStatement[],
  accounts: new Set([OURS]),
  hash: (text: string) => createHash('sha256').update(text).digest('hex'),
}

/** Imports one transaction: what it paid of which statement, or why it paid nothing. */
function outcomeOf(changed: Partial<BankTransaction>): string {
  const { payments, unmatched } = importAll([paper([aTransaction(changed)])]).last
  const [paid] = payments
  return paid === undefined
    ? String(unmatched[0]?.reason)
    : `${paid.statementNumber} ${String(paid.paidMinor)} ${paid.matchedBy}`
}

describe('matching bank statements', () => {
  it('marks what was paid, by the end-to-end id', () => {
    expect(outcomeOf({})).to.equal('CL-1 1000 end_to_end_id')
    expect(importAll([paper([aTransaction()])]).standing('CL-1')).to.deep.equal({
      statementNumber: 'CL-1',
      direction: 'out',
      currency: 'EUR',
      dueMinor: 1_000n,
      paidMinor: 1_000n,
      openMinor: 0n,
      state: 'paid',
    })
  })

  it('marks what a partner paid', () => {
    const { standing } = importAll([paper([aTransaction({ direction: 'in', amount: '50.00', endToEndId: 'CL-2' })])])
    expect(standing('CL-2')).to.deep.include({ direction: 'in', state: 'paid', openMinor: 0n })
    expect(standing('CL-1')).to.deep.include({ state: 'unpaid', openMinor: 1_000n })
  })

  for (const remittance of [
    ['CL-1'],
    ['Invoice CL-1, thank you'],
    ['clearing', 'cl-1'],
    ['(CL-1)'],
    ['November C', 'L-1'],
    ['CL -1'],
  ])
    it(`else by the text "${remittance.join('|')}"`, () => {
      expect(outcomeOf({ endToEndId: 'OWN-77', remittance })).to.equal('CL-1 1000 remittance')
      expect(outcomeOf({ endToEndId: null, remittance })).to.equal('CL-1 1000 remittance')
    })

  it('does not take a number for another that begins or ends alike', () => {
    for (const text of ['CL-123', 'XCL-1', 'CL-1A', 'CL-01', 'CL'])
      expect(outcomeOf({ endToEndId: null, remittance: [text] }), text).to.equal('no_statement_named')
    expect(outcomeOf({ endToEndId: null, remittance: ['CL-12'], amount: '7.00' })).to.equal('CL-12 700 remittance')
  })

  it('believes the end-to-end id rather than the text', () => {
    expect(outcomeOf({ remittance: ['CL-2'] })).to.equal('CL-1 1000 end_to_end_id')
  })

  for (const [reason, changed] of [
    ['pending', { isBooked: false }],
    ['no_statement_named', { endToEndId: null }],
    ['no_statement_named', { endToEndId: 'CL-9' }],
    ['several_statements_named', { endToEndId: null, remittance: ['CL-1 and CL-2'] }],
    ['other_currency', { currency: 'CHF' }],
    ['amount_not_whole', { amount: '10.00001' }],
    ['amount_not_whole', { amount: '10,00' }],
    ['parts_missing', { doubt: 'parts_missing', amount: null }],
    ['parts_differ', { doubt: 'parts_differ' }],
    ['other_direction', { direction: 'in' }],
    ['other_direction', { direction: 'out', endToEndId: 'CL-2' }],
    ['other_direction', { direction: 'out', isReversal: true }],
    ['nothing_to_take_back', { direction: 'in', isReversal: true }],
  ] as const)
    it(`leaves unmatched, as ${reason}, ${JSON.stringify(changed)}`, () => {
      expect(outcomeOf(changed)).to.equal(reason)
    })

  it('takes five digits after the point where they are a whole number of cents', () => {
    expect(outcomeOf({ amount: '10.00000' })).to.equal('CL-1 1000 end_to_end_id')
    expect(minorOfDecimal('885.12', 'EUR')).to.equal(88_512n)
    expect(minorOfDecimal('885.1', 'EUR')).to.equal(88_510n)
    expect(minorOfDecimal('885', 'EUR')).to.equal(88_500n)
    expect(minorOfDecimal('885.', 'EUR')).to.equal(88_500n)
    expect(minorOfDecimal('885.12345', 'KWD')).to.equal(null)
    expect(minorOfDecimal('885.12300', 'KWD')).to.equal(885_123n)
    expect(minorOfDecimal('885.00', 'JPY')).to.equal(885n)
    expect(minorOfDecimal('885.01', 'JPY')).to.equal(null)
    expect(minorOfDecimal('9999999999999.99999', 'EUR')).to.equal(null)
    expect(minorOfDecimal('9'.repeat(18), 'JPY')).to.equal(10n ** 18n - 1n)
    for (const text of ['', '-1', '+1', '1e3', ' 1', '0x10', '1.2.3', '.5', 'NaN', '9'.repeat(19)])
      expect(minorOfDecimal(text, 'EUR'), text).to.equal(null)
  })

  it('pays every transaction of a batch by itself', () => {
    const { last } = importAll([
      paper([
        aTransaction({ transaction: 1 }),
        aTransaction({ transaction: 2, endToEndId: 'CL-12', amount: '7.00' }),
        aTransaction({ transaction: 3, endToEndId: 'SALARIES', amount: '900.00' }),
      ]),
    ])
    expect(last.payments.map(({ statementNumber, source }) => [statementNumber, source.transaction])).to.deep.equal([
      ['CL-1', 1],
      ['CL-12', 2],
    ])
    expect(last.unmatched.map(({ reason, source }) => [reason, source.transaction])).to.deep.equal([
      ['no_statement_named', 3],
    ])
  })

  it('takes back a payment that came back, in whichever order the bank lists the two', () => {
    const back = aTransaction({ entry: 2, direction: 'in', isReversal: true })
    for (const transactions of [
      [aTransaction(), back],
      [back, aTransaction()],
    ]) {
      const { last, standing } = importAll([paper(transactions)])
      expect(last.unmatched).to.deep.equal([])
      expect(standing('CL-1')).to.deep.include({ paidMinor: 0n, state: 'unpaid', openMinor: 1_000n })
    }
  })

  it('takes back a payment of an earlier file, once', () => {
    const back = aTransaction({ direction: 'in', isReversal: true })
    const again = paper([back], { statementId: 'DAY-3' })
    const { last, standing } = importAll([paper([aTransaction()])], [paper([back], { statementId: 'DAY-2' })], [again])
    expect(standing('CL-1')).to.deep.include({ paidMinor: 0n, state: 'unpaid' })
    expect(last.unmatched.map(({ reason, statementNumber }) => [reason, statementNumber])).to.deep.equal([
      ['nothing_to_take_back', 'CL-1'],
    ])
  })

  it('tells what was paid in part, and what was paid too much', () => {
    const paidWith = (...amounts: readonly string[]) =>
      importAll([paper(amounts.map((amount, at) => aTransaction({ entry: at + 1, amount })))]).standing('CL-1')
    expect(paidWith('9.99')).to.deep.include({ state: 'partly_paid', openMinor: 1n })
    expect(paidWith('9.99', '0.01')).to.deep.include({ state: 'paid', openMinor: 0n })
    expect(paidWith('10.01')).to.deep.include({ state: 'overpaid', openMinor: -1n })
    expect(standingsOf([aStatement('Z', 0n)], [])).to.deep.include.members([
      {
        statementNumber: 'Z',
        direction: 'out',
        currency: 'EUR',
        dueMinor: 0n,
        paidMinor: 0n,
        openMinor: 0n,
        state: 'paid',
      },
    ])
  })

  it('counts the same statement once, whichever file it comes in', () => {
    const day = paper([aTransaction()])
    const { last, payments } = importAll(
      [day],
      [day, paper([aTransaction({ endToEndId: 'CL-12' })], { statementId: 'DAY-2' })],
    )
    expect(payments.map(({ statementNumber }) => statementNumber)).to.deep.equal(['CL-1', 'CL-12'])
    expect(last.skipped.map(({ reason, statementId }) => [reason, statementId])).to.deep.equal([
      ['imported_already', 'DAY-1'],
    ])
    expect(importAll([day, day]).payments).to.have.length(1)
  })

  it('places later what was imported without the statement that it pays', () => {
    const day = [paper([aTransaction(), aTransaction({ entry: 2, endToEndId: 'CL-12', amount: '7.00' })])]
    const known = { ...KNOWN, imported: new Map<string, string>(), payments: [] }
    const first = matchBankStatements(day, { ...known, statements: [DUE] })
    expect(first.unmatched.map(({ reason, source }) => [reason, source.entry])).to.deep.equal([
      ['no_statement_named', 2],
    ])
    const imported = new Map(first.imported.map(({ key, contentHash }) => [key, contentHash]))
    const second = matchBankStatements(day, { ...KNOWN, imported, payments: first.payments })
    expect(second.payments.map(({ statementNumber }) => statementNumber)).to.deep.equal(['CL-12'])
    expect([second.skipped, second.unmatched]).to.deep.equal([[], []])
    const payments = [...first.payments, ...second.payments]
    expect(matchBankStatements(day, { ...KNOWN, imported, payments })).to.deep.include({ imported: [], payments: [] })
  })

  it('counts nothing of a statement that was imported with other content', () => {
    const { last, payments } = importAll([paper([aTransaction()])], [paper([aTransaction({ amount: '20.00' })])])
    expect(payments).to.have.length(1)
    expect(last).to.deep.include({ imported: [], payments: [] })
    expect(last.skipped.map(({ reason }) => reason)).to.deep.equal(['differs_from_imported'])
  })

  it('counts each page of a statement', () => {
    const page = (number: number) => paper([aTransaction({ amount: '5.00' })], { page: number })
    expect(importAll([page(1), page(2)]).standing('CL-1')).to.deep.include({ state: 'paid' })
  })

  it('skips other accounts, also when the numbers would match', () => {
    const { last } = importAll([paper([aTransaction()], { account: 'GB29NWBK60161331926819' })])
    expect(last).to.deep.include({ imported: [], payments: [], unmatched: [] })
    expect(last.skipped.map(({ reason }) => reason)).to.deep.equal(['other_account'])
  })

  it('places each booked cent once: what was paid, and what was left, is all that there was', () => {
    const transactions = fc.array(
      fc.record({
        direction: fc.constantFrom('in' as const, 'out' as const),
        isReversal: fc.boolean(),
        endToEndId: fc.constantFrom('CL-1', 'CL-2', 'CL-12', 'X'),
        amount: fc.bigInt(1n, 2_000n),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(transactions, (some) => {
        const asRead = some.map((one, at) =>
          aTransaction({ ...one, entry: at + 1, amount: `${String(one.amount)}.00` }),
        )
        const { last, payments } = importAll([paper(asRead)], [paper(asRead)])
        const first = matchBankStatements([paper(asRead)], { ...KNOWN, imported: new Map(), payments: [] })
        expect(payments).to.deep.equal(first.payments)
        expect(last.payments).to.deep.equal([])
        expect(first.payments.length + first.unmatched.length).to.equal(some.length)
        for (const { paidMinor } of standingsOf(STATEMENTS, payments)) expect(paidMinor >= 0n).to.equal(true)
      }),
    )
  })

  it('has a sentence for each reason', () => {
    const sentences = [...Object.values(UNMATCHED_SENTENCES), ...Object.values(SKIPPED_SENTENCES)]
    expect(new Set(sentences).size).to.equal(sentences.length)
  })
})
