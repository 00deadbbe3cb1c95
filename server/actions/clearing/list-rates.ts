import type { Reader } from '../../database/engine/client.ts'
import { listRates as listRateRows, type RatePlace, type StoredRate } from '../../database/exchange-rates.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import type { ClearingTerms } from './clearing-terms.ts'

/** A page of the rates that were imported. */
interface RatesAsked {
  /** Only of this currency; null: of all. */
  readonly quote: string | null
  readonly after: RatePlace | null
  readonly rowsMax: number
}

/** Lists the rates of the clearing currency, the newest day first. */
export async function listRates(
  { db, clearingTerms }: { db: Reader; clearingTerms: Pick<ClearingTerms, 'currency'> },
  { rowsMax, ...asked }: RatesAsked,
): Promise<Page<StoredRate, RatePlace>> {
  const rows = await listRateRows(db, { ...asked, base: clearingTerms.currency, rowsMax: rowsMax + 1 })
  return cutPage(rows, rowsMax, ({ date, quote }) => ({ date, quote }))
}
