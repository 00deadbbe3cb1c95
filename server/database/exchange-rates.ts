import type { Reader, Transaction } from './engine/client.ts'
import type { ExchangeRateModel } from './generated/models.ts'
import { insertRows } from './engine/save-rows.ts'

/** A rate as it was signed and taken in. */
export type StoredRate = Readonly<ExchangeRateModel>

/** A place in the list: a day, and the currency among the rates of that day. */
export interface RatePlace {
  readonly date: string
  readonly quote: string
}

declare module './engine/tables.ts' {
  interface Rows {
    exchange_rate: StoredRate
  }
}

/** Stores a rate, unless there is one of that day and these currencies: then nothing changes. */
export async function insertRate(tx: Transaction, rate: StoredRate): Promise<boolean> {
  return (await insertRows(tx, 'exchange_rate', [rate])).length === 1
}

/** The rate of a day; null where none was taken in. */
export async function findRate(
  reader: Reader,
  { date, base, quote }: Pick<StoredRate, 'date' | 'base' | 'quote'>,
): Promise<StoredRate | null> {
  return reader.exchangeRate.findUnique({ where: { date_base_quote: { date, base, quote } } })
}

/** The newest rate of some days; null where none of them has one. */
export async function findNewestRate(
  reader: Reader,
  { from, until, ...pair }: { from: string; until: string; base: string; quote: string },
): Promise<StoredRate | null> {
  return reader.exchangeRate.findFirst({
    where: { ...pair, date: { gte: from, lte: until } },
    orderBy: { date: 'desc' },
  })
}

/** Rates of a clearing currency, newest day first, then by currency. */
export async function listRates(
  reader: Reader,
  asked: { base: string; quote: string | null; after: RatePlace | null; rowsMax: number },
): Promise<StoredRate[]> {
  const { base, quote, after, rowsMax } = asked
  return reader.exchangeRate.findMany({
    where: {
      base,
      ...(quote === null ? {} : { quote }),
      ...(after === null
        ? {}
        : { OR: [{ date: { lt: after.date } }, { date: after.date, quote: { gt: after.quote } }] }),
    },
    orderBy: [{ date: 'desc' }, { quote: 'asc' }],
    take: rowsMax,
  })
}
