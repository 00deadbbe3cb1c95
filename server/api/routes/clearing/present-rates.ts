import type { z } from 'zod'

import type { SettlementCurrencyView } from '../../../actions/clearing/read-settlement-currency.ts'
import type { StoredRate } from '../../../database/exchange-rates.ts'
import { monthText } from '../../../domain/utc-days.ts'
import type { RATES, SettlementCurrencyResponse } from '../../schemas/clearing/rates.ts'

/** A rate that was imported. */
export function presentRate({ importedAt, ...rate }: StoredRate): z.input<typeof RATES.response>['data'][number] {
  return { ...rate, importedAt: importedAt.toISOString() }
}

/** In which currency a partner settles. */
export function presentSettlementCurrency({
  versions,
  ...view
}: SettlementCurrencyView): z.input<typeof SettlementCurrencyResponse> {
  return {
    ...view,
    versions: versions.map(({ month, currency, setAt }) => ({
      month: monthText(month),
      currency,
      setAt: setAt.toISOString(),
    })),
  }
}
