/** Row of the condensed layout, as far as the original layout says it too. */
interface InvoiceRow {
  invoice: string
  /** `2010-12-01T08:26:00` */
  timestamp: string
  customer: string
  country: string
  amountPence: bigint
}

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'

/** Reads rows of the condensed layout, whose texts have neither commas nor quotes. */
export function readRows(condensed: string): InvoiceRow[] {
  const [, ...lines] = condensed.trimEnd().split('\n')
  return lines.map((line) => {
    const [invoice = '', timestamp = '', customer = '', country = '', , pence = ''] = line.split(',')
    return { invoice, timestamp, customer, country, amountPence: BigInt(pence) }
  })
}

/** The same invoices in the original UCI layout, one row a line of goods, as spreadsheets write it. */
export function writeLines(rows: readonly InvoiceRow[]): string {
  return [HEADER, ...rows.flatMap((row) => linesOf(row)), ''].join('\r\n')
}

/** Three lines: most of the amount in units of a penny, a tenth of a penny too little, and that tenth in two units. */
function linesOf({ invoice, timestamp, customer, country, amountPence }: InvoiceRow): string[] {
  const sign = amountPence < 0n ? -1n : 1n
  const goods: (readonly [quantity: bigint, price: string])[] = [
    [amountPence - sign, '0.01'],
    [sign, '0.009'],
    [2n * sign, '0.0005'],
  ]
  const [date = '', time = ''] = timestamp.split('T')
  const [year, month, day] = date.split('-').map(Number)
  const moment = `${String(month)}/${String(day)}/${String(year)} ${String(Number(time.slice(0, 2)))}:${time.slice(3, 5)}`
  const id = customer === '' ? '' : `${customer}.0`
  return goods.map(
    ([quantity, price], index) =>
      `${invoice},8512${String(index)},"WHITE HANGING HEART, ""T-LIGHT""",${String(quantity)},${moment},${price},${id},${country}`,
  )
}
