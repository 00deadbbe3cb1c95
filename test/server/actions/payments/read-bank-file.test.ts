import { expect } from 'chai'
import fc from 'fast-check'

import { readBankFile } from '../../../../server/actions/payments/read-bank-file.ts'
import {
  BANK_FILE_BYTES_MAX,
  BANK_FILE_SENTENCES,
  BANK_STATEMENTS_MAX,
  BANK_TRANSACTIONS_MAX,
  type BankFileFault,
  type BankTransaction,
} from '../../../../server/domain/clearing/bank-statement.ts'
import { camt, entry, IBAN, parts, statement } from './camt.ts'
import { readSample } from './iso20022.ts'

function faultOf(file: Uint8Array | string): BankFileFault | null {
  const read = readBankFile(Buffer.from(file))
  return read.kind === 'refused' ? read.fault : null
}

function statementsOf(file: Uint8Array) {
  const read = readBankFile(file)
  if (read.kind === 'refused') throw new Error(`refused: ${read.fault} ${String(read.detail)}`)
  return read.statements
}

const transactionsOf = (entries: string): readonly BankTransaction[] =>
  statementsOf(camt(statement(entries))).flatMap(({ transactions }) => transactions)

function onlyOf(entries: string): BankTransaction {
  const [one, ...more] = transactionsOf(entries)
  if (one === undefined || more.length > 0) throw new Error('not one transaction')
  return one
}

describe('reading bank statements', () => {
  for (const version of ['02', '03', '04', '05', '06', '07', '08'])
    it(`reads version ${version} of camt.053`, () => {
      const read = readBankFile(camt(statement(entry()), version))
      expect(read).to.deep.include({ kind: 'read', version: Number(version) })
    })

  for (const version of ['01', '09', '99'])
    it(`refuses version ${version}`, () => {
      expect(faultOf(camt(statement(entry()), version))).to.equal('version_unsupported')
    })

  it('reads what a payment says of itself', () => {
    const details = parts({
      id: 'S-1',
      text: 'Invoice &amp; more &#233;&#xE8;',
      more: '<RltdPties><Cdtr><Pty><Nm>Maison Verte</Nm></Pty></Cdtr><CdtrAcct><Id><IBAN>FR76 3000 6000 0112 3456 7890 189</IBAN></Id></CdtrAcct></RltdPties>',
    })
    expect(onlyOf(entry({ amount: '12.50', details }))).to.deep.equal({
      entry: 1,
      transaction: 1,
      direction: 'out',
      isReversal: false,
      isBooked: true,
      amount: '12.50',
      currency: 'EUR',
      bookedOn: '2026-12-04',
      endToEndId: 'S-1',
      remittance: ['Invoice & more éè'],
      counterparty: 'Maison Verte',
      counterpartyAccount: 'FR7630006000011234567890189',
      doubt: null,
    })
  })

  it('keeps references as they are written, also those that look like numbers', () => {
    const { endToEndId, remittance } = onlyOf(entry({ details: parts({ id: '0012', text: '1e3' }) }))
    expect([endToEndId, remittance]).to.deep.equal(['0012', ['1e3']])
    expect(onlyOf(entry({ details: parts({ id: 'NOTPROVIDED' }) })).endToEndId).to.equal(null)
  })

  it('finds the name of the other side in both places, and on the side that paid', () => {
    const parties = '<RltdPties><Dbtr><Nm>Payer</Nm></Dbtr><Cdtr><Pty><Nm>Payee</Nm></Pty></Cdtr></RltdPties>'
    const named = (side: 'CRDT' | 'DBIT', reversal?: boolean) =>
      onlyOf(entry({ side, details: parts({ more: parties }), ...(reversal === undefined ? {} : { reversal }) }))
        .counterparty
    expect(named('CRDT')).to.equal('Payer')
    expect(named('DBIT')).to.equal('Payee')
    expect(named('CRDT', true)).to.equal('Payee')
    expect(named('DBIT', true)).to.equal('Payer')
  })

  it('reads structured references too', () => {
    const more =
      '<RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd>' +
      '<Strd><RfrdDocInf><Nb>S-7</Nb></RfrdDocInf><AddtlRmtInf>thanks</AddtlRmtInf></Strd></RmtInf>'
    expect(onlyOf(entry({ details: parts({ more }) })).remittance).to.deep.equal(['RF18539007547034', 'S-7', 'thanks'])
  })

  for (const [shape, status, isBooked] of [
    ['a text', 'BOOK', true],
    ['a code within', '<Cd>BOOK</Cd>', true],
    ['a text', 'PDNG', false],
    ['a code within', '<Cd>PDNG</Cd>', false],
    ["the bank's own", '<Prtry>VORM</Prtry>', false],
  ] as const)
    it(`reads the status ${status} as ${shape}`, () => {
      expect(onlyOf(entry({ status })).isBooked).to.equal(isBooked)
    })

  it('reads reversals, by the indicator or because a payment was returned', () => {
    expect(onlyOf(entry({ side: 'CRDT', reversal: true })).isReversal).to.equal(true)
    expect(onlyOf(entry({ side: 'CRDT', reversal: false })).isReversal).to.equal(false)
    const returned = parts({ id: 'S-1', more: '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>' })
    expect(onlyOf(entry({ side: 'CRDT', details: returned })).isReversal).to.equal(true)
  })

  it('reads every transaction of a batch that was booked as one', () => {
    const details = parts({ id: 'S-1', amount: '12.00' }, { id: 'S-2', amount: '8.00' })
    expect(
      transactionsOf(entry({ amount: '20.00', details })).map(({ transaction, endToEndId, amount, doubt }) => [
        transaction,
        endToEndId,
        amount,
        doubt,
      ]),
    ).to.deep.equal([
      [1, 'S-1', '12.00', null],
      [2, 'S-2', '8.00', null],
    ])
  })

  it('adds the parts of a batch with their own directions', () => {
    const details = parts({ amount: '12.00' }, { amount: '2.00', side: 'CRDT' })
    expect(transactionsOf(entry({ amount: '10.00', details })).map(({ doubt }) => doubt)).to.deep.equal([null, null])
  })

  it('doubts a batch whose parts do not add up, or have no amount', () => {
    const doubts = (details: string) => transactionsOf(entry({ amount: '20.00', details })).map(({ doubt }) => doubt)
    expect(doubts(parts({ amount: '12.00' }, { amount: '8.01' }))).to.deep.equal(['parts_differ', 'parts_differ'])
    expect(doubts(parts({ amount: '12.00' }, {}))).to.deep.equal(['parts_differ', 'parts_differ'])
    expect(doubts('<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>')).to.deep.equal(['parts_missing'])
    expect(doubts('<NtryDtls><Btch><NbOfTxs>1</NbOfTxs></Btch></NtryDtls>')).to.deep.equal([null])
    expect(doubts('')).to.deep.equal([null])
  })

  it('takes the amount of a part in the account’s currency, wherever the version has it', () => {
    const old = (amount: string) => ({ more: `<AmtDtls><TxAmt><Amt Ccy="EUR">${amount}</Amt></TxAmt></AmtDtls>` })
    const foreign = { more: '<Amt Ccy="SEK">99.00</Amt><AmtDtls><TxAmt><Amt Ccy="EUR">8.00</Amt></TxAmt></AmtDtls>' }
    expect(
      transactionsOf(entry({ amount: '20.00', details: parts(old('12.00'), foreign) })).map(({ amount }) => amount),
    ).to.deep.equal(['12.00', '8.00'])
  })

  it('takes what was booked for a single transaction, not the amount before a conversion', () => {
    expect(onlyOf(entry({ amount: '8.85', details: parts({ more: '<Amt Ccy="SEK">0</Amt>' }) })).amount).to.equal(
      '8.85',
    )
  })

  it('reads several statements of a file, and their pages', () => {
    const several =
      statement(entry(), { page: 2 }) +
      statement(entry() + entry(), { id: 'DAY-2', iban: 'GB29 NWBK 6016 1331 9268 19' })
    expect(
      statementsOf(camt(several)).map(({ statementId, page, account, transactions }) => [
        statementId,
        page,
        account,
        transactions.length,
      ]),
    ).to.deep.equal([
      ['DAY-1', 2, IBAN, 1],
      ['DAY-2', 1, 'GB29NWBK60161331926819', 2],
    ])
  })

  it('reads files whose elements have a prefix, and files that begin with a byte order mark', () => {
    const prefixed = camt(statement(entry()))
      .toString()
      .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1ns2:')
      .replace('xmlns=', 'xmlns:ns2=')
    expect(statementsOf(Buffer.from(prefixed))).to.deep.equal(statementsOf(camt(statement(entry()))))
    expect(statementsOf(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), camt(statement(entry()))]))).to.have.length(1)
  })

  for (const [what, fault, file] of [
    ['nothing', 'not_xml', ''],
    ['a text', 'not_xml', 'Date;Amount\n2026-12-04;10,00'],
    ['a page of the web', 'not_camt_053', '<html><body/></html>'],
    [
      'a payment file',
      'not_camt_053',
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn/></Document>',
    ],
    [
      'an advice, camt.054',
      'not_camt_053',
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn/></Document>',
    ],
    ['no namespace', 'not_camt_053', '<Document><BkToCstmrStmt/></Document>'],
    ['a file that was cut off', 'not_xml', camt(statement(entry())).subarray(0, 400)],
    ['a tag that is not closed', 'not_xml', camt('<Stmt>')],
    ['no statement', 'incomplete', camt('')],
    ['a statement without its name', 'incomplete', camt(statement('').replace('<Id>DAY-1</Id>', ''))],
    ['a statement without its account', 'incomplete', camt(statement('', { iban: '' }))],
    [
      'a page that is no number',
      'incomplete',
      camt(statement('').replace('<Acct>', '<StmtPgntn><PgNb>x</PgNb></StmtPgntn><Acct>')),
    ],
    [
      'an entry without an amount',
      'incomplete',
      camt(statement('<Ntry><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>')),
    ],
    ['an amount without a currency', 'incomplete', camt(statement(entry().replace(' Ccy="EUR"', '')))],
    ['an entry without a direction', 'incomplete', camt(statement(entry().replace('DBIT', 'BOTH')))],
    ['an entry without a status', 'incomplete', camt(statement(entry({ status: '' })))],
    ['bytes that are no UTF-8', 'not_utf8', Buffer.concat([camt(''), Buffer.from([0xff])])],
    ['another encoding', 'not_utf8', camt(statement(entry())).toString().replace('UTF-8', 'ISO-8859-1')],
    ['UTF-16', 'not_utf8', Buffer.from(`\ufeff${camt(statement(entry())).toString()}`, 'utf16le')],
  ] as const)
    it(`refuses ${what}`, () => {
      expect(faultOf(file)).to.equal(fault)
    })

  it('refuses a billion laughs, and files of this machine, before anything is parsed', () => {
    const laughs = Array.from(
      { length: 9 },
      (_, at) => `<!ENTITY l${String(at + 1)} "${`&l${String(at)};`.repeat(10)}">`,
    )
    const attack = (declared: string, used: string) =>
      camt(statement(entry({ details: parts({ id: used }) })))
        .toString()
        .replace('<Document', `<!DOCTYPE Document [${declared}]><Document`)
    const began = Date.now()
    expect(faultOf(attack(`<!ENTITY l0 "ha">${laughs.join('')}`, '&l9;'))).to.equal('has_doctype')
    expect(faultOf(attack('<!ENTITY x SYSTEM "file:///etc/passwd">', '&x;'))).to.equal('has_doctype')
    expect(faultOf(attack('', 'S-1').replace('DOCTYPE', 'doctype'))).to.equal('has_doctype')
    expect(Date.now() - began).to.be.lessThan(1000)
    // An entity that nobody declared stays the text that it is.
    expect(onlyOf(entry({ details: parts({ id: '&x;&#0;&#1114112;' }) })).endToEndId).to.equal('&x;&#0;&#1114112;')
  })

  it('refuses elements that are nested too deep, or named like properties of every object', () => {
    expect(faultOf(camt(statement('<a>'.repeat(500) + '</a>'.repeat(500))))).to.equal('not_xml')
    for (const name of ['__proto__', 'constructor', 'prototype'])
      expect(faultOf(camt(statement(`${entry()}<${name}><polluted>1</polluted></${name}>`))), name).to.be.oneOf([
        null,
        'not_xml',
      ])
    expect(({} as { polluted?: string }).polluted).to.equal(undefined)
  })

  it('keeps to the bytes of a file', () => {
    const file = camt(statement(entry()))
    const filled = (bytes: number) => Buffer.concat([file, Buffer.alloc(bytes - file.length, ' ')])
    expect(faultOf(filled(BANK_FILE_BYTES_MAX))).to.equal(null)
    expect(faultOf(filled(BANK_FILE_BYTES_MAX + 1))).to.equal('too_large')
  })

  it('keeps to the statements of a file', () => {
    expect(faultOf(camt(statement('').repeat(BANK_STATEMENTS_MAX)))).to.equal(null)
    expect(faultOf(camt(statement('').repeat(BANK_STATEMENTS_MAX + 1)))).to.equal('statements_too_many')
  })

  it('keeps to the transactions of a file, however they are divided', () => {
    const two = entry({ details: parts({ amount: '5.00' }, { amount: '5.00' }) })
    const most = statement(two.repeat(BANK_TRANSACTIONS_MAX / 4)).repeat(2)
    expect(faultOf(camt(most))).to.equal(null)
    expect(faultOf(camt(most + statement(entry())))).to.equal('transactions_too_many')
  }).timeout(60_000)

  it('never throws, whatever is cut out of a file or put into it', () => {
    const file = camt(statement(entry({ details: parts({ id: 'S-1', amount: '10.00' }) }))).toString()
    fc.assert(
      fc.property(fc.nat(file.length), fc.nat(20), fc.string({ maxLength: 8, unit: 'grapheme' }), (at, cut, put) => {
        expect(readBankFile(Buffer.from(file.slice(0, at) + put + file.slice(at + cut))).kind).to.be.oneOf([
          'read',
          'refused',
        ])
      }),
      { numRuns: 1000 },
    )
  })

  it('has a sentence for each fault', () => {
    const sentences = Object.values(BANK_FILE_SENTENCES)
    expect(new Set(sentences).size).to.equal(sentences.length)
  })

  const sample = readSample('camt053.v8.xml')
  // The sample stands beside the project and is not part of it.
  if (sample !== null)
    it('reads the sample of genkgo/camt', () => {
      const [one] = statementsOf(sample)
      expect(one).to.deep.include({ statementId: '253EURNL26VAYB8060476890', account: 'NL26VAYB8060476890', page: 2 })
      expect(
        one?.transactions.map(({ amount, endToEndId, direction }) => [amount, endToEndId, direction]),
      ).to.deep.equal([['8.85', 'MUELL/FINP/RA12345', 'in']])
    })
})
