import type { CloseMonthDeps } from './actions/clearing/clearing-terms.ts'
import type { ImportRatesDeps } from './actions/clearing/import-rates.ts'
import type { ClearingActDeps } from './actions/clearing/request-clearing-act.ts'
import type { SetPricesDeps } from './actions/clearing/set-prices.ts'
import type { OperatorDeps } from './actions/partners/operator-calls.ts'
import { hashOfText } from './chain/clearing-calls.ts'
import { operatorCall } from './chain/operator-call.ts'
import { hashRate, recoverRateSigner } from './chain/rate-typed-data.ts'
import { priceDelayMs, setPricesCall } from './chain/set-prices-call.ts'
import { charityStatementTypedData, rootOfLines, statementTypedData } from './chain/statement-typed-data.ts'
import { isCurrency } from './domain/currencies.ts'
import { StartRefused } from './domain/start-refused.ts'
import type { Parts } from './compose-parts.ts'

/** What clearing is handed besides what all subjects share. */
export function clearingParts({
  config,
  keys: { operator },
  opened: { chain },
}: Parts): Pick<SetPricesDeps, 'priceDelayMs' | 'encodePrices'> &
  Pick<CloseMonthDeps, 'clearingTerms' | 'rootOfLines' | 'signStatement' | 'signCharityStatement'> &
  Pick<ClearingActDeps, 'hashOfText'> &
  Pick<OperatorDeps, 'encodeOperatorAct'> &
  Pick<ImportRatesDeps, 'recoverRateSigner' | 'hashRate'> {
  if (!isCurrency(config.clearing.currency))
    throw new StartRefused(
      'clearing_currency_unknown',
      `CLEARING_CURRENCY ${config.clearing.currency} is no currency of ISO 4217.`,
    )
  return {
    priceDelayMs: priceDelayMs(),
    encodeOperatorAct: (partnerId, act) => operatorCall(chain, partnerId, act),
    encodePrices: (partnerId, month, prices) => setPricesCall(chain, partnerId, month, prices),
    clearingTerms: { coalition: config.coalition.name, ...config.clearing },
    rootOfLines,
    hashOfText,
    recoverRateSigner: (rate) => recoverRateSigner(chain, rate),
    hashRate: (rate) => hashRate(chain, rate),
    signStatement: async (statement, document) => ({
      signer: operator.address,
      signature: await operator.signTypedData(statementTypedData(statement, document)),
    }),
    signCharityStatement: async (statement, document) => ({
      signer: operator.address,
      signature: await operator.signTypedData(charityStatementTypedData(statement, document)),
    }),
  }
}
