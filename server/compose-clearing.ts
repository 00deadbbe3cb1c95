import type { CloseMonthDeps } from './actions/clearing/clearing-terms.ts'
import type { ClearingActDeps } from './actions/clearing/request-clearing-act.ts'
import type { SetPricesDeps } from './actions/clearing/set-prices.ts'
import { hashOfText } from './chain/clearing-calls.ts'
import { priceDelayMs, setPricesCall } from './chain/set-prices-call.ts'
import { rootOfLines, statementTypedData } from './chain/statement-typed-data.ts'
import { isCurrency } from './domain/currencies.ts'
import { StartRefused } from './domain/start-refused.ts'
import type { Parts } from './compose-parts.ts'

/** What clearing is handed besides what all subjects share. */
export function clearingParts({
  config,
  keys: { operator },
  opened: { chain },
}: Parts): Pick<SetPricesDeps, 'priceDelayMs' | 'encodePrices'> &
  Pick<CloseMonthDeps, 'clearingTerms' | 'rootOfLines' | 'signStatement'> &
  Pick<ClearingActDeps, 'hashOfText'> {
  if (!isCurrency(config.clearing.currency))
    throw new StartRefused(
      'clearing_currency_unknown',
      `CLEARING_CURRENCY ${config.clearing.currency} is no currency of ISO 4217.`,
    )
  return {
    priceDelayMs: priceDelayMs(),
    encodePrices: (partnerId, month, prices) => setPricesCall(chain, partnerId, month, prices),
    clearingTerms: { coalition: config.coalition.name, ...config.clearing },
    rootOfLines,
    hashOfText,
    signStatement: async (statement, document) => ({
      signer: operator.address,
      signature: await operator.signTypedData(statementTypedData(statement, document)),
    }),
  }
}
