import type { PricesDeps } from './actions/clearing/list-prices.ts'
import type { SetPricesDeps } from './actions/clearing/set-prices.ts'
import { priceDelayMs, setPricesCall } from './chain/set-prices-call.ts'
import type { Parts } from './compose-parts.ts'

/** What clearing is handed besides what all subjects share. */
export function clearingParts({
  opened: { chain },
}: Parts): Pick<SetPricesDeps, 'priceDelayMs'> & Pick<PricesDeps, 'encodePrices'> {
  return {
    priceDelayMs: priceDelayMs(),
    encodePrices: (partnerId, month, prices) => setPricesCall(chain, partnerId, month, prices),
  }
}
