import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { expect } from 'chai'

import { roundHalfAway } from '../../../cli/replay/group-lines.ts'
import { ReplayFileInvalid } from '../../../cli/replay/invoice.ts'
import { readInvoices } from '../../../cli/replay/read-invoices.ts'
import { sortRows } from '../../../cli/replay/sort-rows.ts'

const HEADER = 'invoice,timestamp,customer,country,lines,amount_pence'
const UCI_HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'

describe('readInvoices', function () {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-replay-'))
  })
  after(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const read = async (lines: readonly string[], name = 'file.csv') => {
    const path = join(folder, name)
    const text = `${lines.join('\n')}\n`
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text)
    return readInvoices(path)
  }
  const refuse = (lines: readonly string[], name?: string) =>
    read(lines, name).then(
      () => 'read',
      (error: unknown) => (error instanceof ReplayFileInvalid ? error.message : error),
    )

  it('keeps the order of the file, packed or not', async () => {
    const rows = [
      HEADER,
      '536365,2010-12-01T08:26:00,17850,United Kingdom,7,13912',
      'C536379,2010-12-01T09:41:00,14527.0,EIRE,1,-2750',
    ]
    const expected = [
      {
        invoice: '536365',
        timestamp: '2010-12-01T08:26:00',
        customer: '17850',
        country: 'United Kingdom',
        amountPence: 13_912n,
      },
      {
        invoice: 'C536379',
        timestamp: '2010-12-01T09:41:00',
        customer: '14527',
        country: 'EIRE',
        amountPence: -2_750n,
      },
    ]
    expect(await read(rows)).to.deep.equal(expected)
    expect(await read(rows, 'file.csv.gz')).to.deep.equal(expected)
  })

  it('groups the lines of the UCI layout: exact sum, rounded once, earliest time, sorted', async () => {
    const rows = await read([
      UCI_HEADER,
      'C536379,D,"Discount, big",-1,12/13/2010 9:41,27.50,14527,United Kingdom',
      '536365,85123A,HOLDER,6,12/1/2010 8:27,2.55,17850.0,France',
      '536365,71053,LANTERN,3,12/1/2010 8:26,0.005,17850.0,France',
      '536366,X,X,1,12/1/2010 8:26,5.0e-3,,Germany',
      '536367,X,X,-1,12/1/2010 8:26,0.0049,,Germany',
    ])
    expect(rows.map((row) => [row.invoice, row.timestamp, row.customer, row.amountPence])).to.deep.equal([
      ['536365', '2010-12-01T08:26:00', '17850', 1_532n],
      ['536366', '2010-12-01T08:26:00', '', 1n],
      ['536367', '2010-12-01T08:26:00', '', 0n],
      ['C536379', '2010-12-13T09:41:00', '14527', -2_750n],
    ])
  })

  it('takes the second edition of the UCI layout and days before months', async () => {
    const rows = await read([
      'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country',
      '1,X,X,2,13/01/2011 08:00,1.00,1,Spain',
      '2,X,X,2,01/02/2011 08:00,1.00,1,Spain',
    ])
    expect(rows.map((row) => row.timestamp)).to.deep.equal(['2011-01-13T08:00:00', '2011-02-01T08:00:00'])
  })

  it('refuses what it cannot read with a sentence that names the line', async () => {
    expect(await refuse(['a,b', '1,2'])).to.include('first line')
    expect(await refuse([HEADER, '1,yesterday,1,Spain,1,100'])).to.include('Line 2')
    expect(await refuse([HEADER, '1,2010-12-01T08:26:00,1,Spain,1,1.5'])).to.include('whole pence')
    expect(await refuse([UCI_HEADER, '1,X,X,two,12/1/2010 8:26,1.00,1,Spain'])).to.include('Line 2')
    expect(await refuse([UCI_HEADER, '1,X,X,1,12/13/2010 8:26,1,1,S', '2,X,X,1,13/12/2010 8:26,1,1,S'])).to.include(
      'month first',
    )
    writeFileSync(join(folder, 'cut.csv.gz'), gzipSync(`${HEADER}\n`).subarray(0, 20))
    expect(
      await readInvoices(join(folder, 'cut.csv.gz')).catch((error: unknown) => (error as Error).message),
    ).to.include('gzip')
    expect(await readInvoices(join(folder, 'none.csv')).catch((error: unknown) => (error as Error).message)).to.include(
      'no file',
    )
  })

  it('rounds halves away from zero', () => {
    expect([5n, -5n, 4n, -4n, 15n, -15n].map((value) => roundHalfAway(value, 10n))).to.deep.equal([
      1n,
      -1n,
      0n,
      0n,
      2n,
      -2n,
    ])
  })
})

describe('sortRows', function () {
  const row = (invoice: string, customer: string, amountPence: bigint) => ({
    invoice,
    customer,
    amountPence,
    timestamp: '2010-12-01T08:26:00',
    country: 'Spain',
  })

  it('sends sales and returns of known customers, and counts the others by why not', () => {
    const { rows, counts } = sortRows([
      row('1', '7', 100n),
      row('C2', '7', -100n),
      row('A3', '7', 100n),
      row('4', '', 100n),
      row('5', '7', 0n),
      row('6', '7', -1n),
      row('C7', '7', 1n),
    ])
    expect(rows.map(({ invoice, kind }) => [invoice, kind])).to.deep.equal([
      ['1', 'purchase'],
      ['C2', 'return'],
    ])
    expect(counts).to.deep.equal({
      purchase: 1,
      return: 1,
      adjustment: 1,
      no_customer: 1,
      zero_amount: 1,
      sign_contradicts_kind: 2,
    })
  })
})
