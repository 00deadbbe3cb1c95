import { hashOfText } from '../../../../server/chain/clearing-calls.ts'
import { priceDelayMs, setPricesCall } from '../../../../server/chain/set-prices-call.ts'
import { localSigner } from '../../../../server/chain/signer.ts'
import { rootOfLines, statementTypedData } from '../../../../server/chain/statement-typed-data.ts'
import type { ClearingDeps } from '../../../../server/api/routes/clearing/deps.ts'
import { testKey } from '../../../support/platform/edr-chain.ts'

/** The key that signs statements in tests. */
export const STATEMENT_SIGNER = localSigner(testKey('statements'))

type ClearingParts = Pick<
  ClearingDeps,
  'encodePrices' | 'priceDelayMs' | 'clearingTerms' | 'rootOfLines' | 'signStatement' | 'hashOfText'
>

/** What clearing is handed by the composition, for contracts at these addresses. */
export function clearingParts(addresses: Parameters<typeof setPricesCall>[0]['addresses']): ClearingParts {
  return {
    priceDelayMs: priceDelayMs(),
    encodePrices: (partnerId, month, prices) => setPricesCall({ addresses }, partnerId, month, prices),
    clearingTerms: { coalition: 'Entente', currency: 'EUR', feeMinor: 0n, vat: { issue: {}, redeem: {}, fee: {} } },
    rootOfLines,
    hashOfText,
    signStatement: async (statement, document) => ({
      signer: STATEMENT_SIGNER.address,
      signature: await STATEMENT_SIGNER.signTypedData(statementTypedData(statement, document)),
    }),
  }
}
