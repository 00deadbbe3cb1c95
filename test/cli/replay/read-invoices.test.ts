import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { expect } from 'chai'

import { roundHalfAway } from '../../../cli/replay/read-amounts.ts'
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
        amountMinor: 13_912n,
      },
      {
        invoice: 'C536379',
        timestamp: '2010-12-01T09:41:00',
        customer: '14527',
        country: 'EIRE',
        amountMinor: -2_750n,
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
    expect(rows.map((row) => [row.invoice, row.timestamp, row.customer, row.amountMinor])).to.deep.equal([
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

  it('takes columns in any order, other names, other marks between them, and other ways to write numbers', async () => {
    expect(
      await read([
        'Country;Price;InvoiceDate;Description;Quantity;Customer ID;Invoice;StockCode',
        'Germany;2,55;01.12.2009 07:45;"A ""HEART""; and more";2;13085.0;489434;X',
        'Germany;1.234,50;13.12.2009 07:46:30;B;-1;nan;C489435;X',
      ]),
    ).to.deep.equal([
      { invoice: '489434', timestamp: '2009-12-01T07:45:00', customer: '13085', country: 'Germany', amountMinor: 510n },
      {
        invoice: 'C489435',
        timestamp: '2009-12-13T07:46:30',
        customer: '',
        country: 'Germany',
        amountMinor: -123_450n,
      },
    ])
    const [one] = await read([
      'Customer ID\tInvoice\tInvoiceDate\tUnit Price\tQuantity\tCountry',
      '7\t1\t2009-12-01\t£1,234.50\t1\tEIRE',
    ])
    expect([one?.timestamp, one?.amountMinor]).to.deep.equal(['2009-12-01T00:00:00', 123_450n])
    const [decimal] = await read(['invoice,date,customer,amount', '1,2009-12-01T07:45:00.000Z,7,19.99'])
    expect(decimal).to.deep.include({ country: '', amountMinor: 1_999n, timestamp: '2009-12-01T07:45:00' })
  })

  it('reads descriptions with loose quotes and line breaks, and names the line that is wrong all the same', async () => {
    const rows = [
      UCI_HEADER,
      '1,X,5" PLATE,1,12/1/2010 8:26,1.00,7,Spain',
      '2,X,"TWO',
      'LINES",1,12/1/2010 8:26,1.00,7,Spain',
    ]
    expect(await read(rows)).to.have.length(2)
    expect(await refuse([...rows, '', '3,X,X,1,12/1/2010 8:26,free,7,Spain'])).to.equal(
      'Line 6 has "free" where a number must be.',
    )
    expect(await refuse([...rows, '3,X,X,1,12/1/2010 8:26,1.00,7'])).to.equal(
      'Line 5 has more or fewer columns than the first line.',
    )
  })

  it('reads dates of every century it can meet, two digits from 1970 to 2069, and refuses those that do not exist', async () => {
    const timestampOf = async (date: string) => (await read([HEADER, `1,${date},7,Spain,1,100`]))[0]?.timestamp
    const dates: Record<string, string> = {
      '1995-03-01T08:26:00': '1995-03-01T08:26:00',
      '2035/03/01 8:26': '2035-03-01T08:26:00',
      '3/1/95 8:26': '1995-03-01T08:26:00',
      '3/1/35 8:26': '2035-03-01T08:26:00',
      '3/1/69': '2069-03-01T00:00:00',
      '3/1/70': '1970-03-01T00:00:00',
      '13-01-1995 08:26': '1995-01-13T08:26:00',
      '01.03.1995 8:26': '1995-03-01T08:26:00',
      '1-Mar-95 8:26': '1995-03-01T08:26:00',
      '1 March 2035': '2035-03-01T00:00:00',
      '12/1/2010 8:26:05 PM': '2010-12-01T20:26:05',
      '12/1/2010 12:26 AM': '2010-12-01T00:26:00',
      '2096-02-29 23:59:59': '2096-02-29T23:59:59',
    }
    for (const [date, timestamp] of Object.entries(dates)) expect(await timestampOf(date), date).to.equal(timestamp)
    for (const date of [
      '2011-02-29 08:26',
      '13/13/2010 08:26',
      '2010-12-01 24:00',
      '2010-12-01 8:60',
      '12/1/2010 13:00 PM',
    ])
      expect(await refuse([HEADER, `1,${date},7,Spain,1,100`])).to.equal(
        `Line 2 has the date "${date}", which does not exist.`,
      )
  })

  it("counts money in the minor units of the currency of the country's partner", async () => {
    const path = join(folder, 'money.csv')
    writeFileSync(
      path,
      `${UCI_HEADER}\n1,X,X,3,12/1/2010 8:26,33.335,7,Japan\n2,X,X,3,12/1/2010 8:27,33.335,7,Kuwait\n`,
    )
    const rows = await readInvoices(path, (country) => (country === 'Japan' ? 0 : 3))
    expect(rows.map(({ amountMinor }) => amountMinor)).to.deep.equal([100n, 100_005n])
  })

  it('refuses customers that no card can be made for, before anything is sent', async () => {
    expect(await refuse([HEADER, '1,2010-12-01T08:26:00,Smith,Spain,1,100'])).to.include(
      'Line 2 has the customer "Smith"',
    )
    for (const nobody of ['', 'nan', 'NULL', 'N/A', 'None', '-'])
      expect((await read([HEADER, `1,2010-12-01T08:26:00,${nobody},Spain,1,100`]))[0]?.customer).to.equal('')
  })

  it('refuses what it cannot read with a sentence that names the line', async () => {
    expect(await refuse(['a,b', '1,2'])).to.include('first line')
    expect(await refuse([HEADER, '1,yesterday,1,Spain,1,100'])).to.include('Line 2')
    expect(await refuse([HEADER, '1,2010-12-01T08:26:00,1,Spain,1,1.5'])).to.include('whole pence')
    expect(await refuse([UCI_HEADER, '1,X,X,two,12/1/2010 8:26,1.00,1,Spain'])).to.include('Line 2')
    expect(await refuse([UCI_HEADER, '1,X,X,1,12/13/2010 8:26,1,1,S', '2,X,X,1,13/12/2010 8:26,1,1,S'])).to.include(
      'Line 2 has the month first and line 3 has the day first',
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
  const row = (invoice: string, customer: string, amountMinor: bigint) => ({
    invoice,
    customer,
    amountMinor,
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
