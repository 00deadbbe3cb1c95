import { hashOfText } from '../../../../server/chain/clearing-calls.ts'
import { operatorCall } from '../../../../server/chain/operator-call.ts'
import { hashRate, rateTypedData, recoverRateSigner } from '../../../../server/chain/rate-typed-data.ts'
import { priceDelayMs, setPricesCall } from '../../../../server/chain/set-prices-call.ts'
import { localSigner } from '../../../../server/chain/signer.ts'
import {
  charityStatementTypedData,
  rootOfLines,
  statementTypedData,
} from '../../../../server/chain/statement-typed-data.ts'
import type { ExchangeRate, SignedRate } from '../../../../server/domain/clearing/exchange-rates.ts'
import type { ClearingDeps } from '../../../../server/api/routes/clearing/deps.ts'
import { testKey } from '../../../support/platform/edr-chain.ts'

/** The chain for which rates are signed in tests. */
const RATE_CHAIN_ID = 31_337

/** The key that signs statements in tests. */
export const STATEMENT_SIGNER = localSigner(testKey('statements'))

type ClearingParts = Pick<
  ClearingDeps,
  | 'encodePrices'
  | 'encodeOperatorAct'
  | 'priceDelayMs'
  | 'clearingTerms'
  | 'rootOfLines'
  | 'signStatement'
  | 'signCharityStatement'
  | 'hashOfText'
  | 'recoverRateSigner'
  | 'hashRate'
>

/** The key whose rates are taken in tests. */
export const RATE_SIGNER = localSigner(testKey('rates'))

/** What clearing is handed by the composition, for contracts at these addresses. */
export function clearingParts(addresses: Parameters<typeof setPricesCall>[0]['addresses']): ClearingParts {
  const place = { chainId: RATE_CHAIN_ID, addresses }
  return {
    recoverRateSigner: (rate) => recoverRateSigner(place, rate),
    hashRate: (rate) => hashRate(place, rate),
    priceDelayMs: priceDelayMs(),
    encodeOperatorAct: (partnerId, act) => operatorCall({ addresses }, partnerId, act),
    encodePrices: (partnerId, month, prices) => setPricesCall({ addresses }, partnerId, month, prices),
    clearingTerms: {
      coalition: 'Entente',
      currency: 'EUR',
      feeMinor: 0n,
      vat: { issue: {}, redeem: {}, fee: {} },
      rateSigners: [RATE_SIGNER.address],
    },
    rootOfLines,
    hashOfText,
    signStatement: async (statement, document) => ({
      signer: STATEMENT_SIGNER.address,
      signature: await STATEMENT_SIGNER.signTypedData(statementTypedData(statement, document)),
    }),
    signCharityStatement: async (statement, document) => ({
      signer: STATEMENT_SIGNER.address,
      signature: await STATEMENT_SIGNER.signTypedData(charityStatementTypedData(statement, document)),
    }),
  }
}

/** A rate of euros as its signer hands it in, for the contracts of a coalition. */
export async function aSignedRate(
  addresses: Parameters<typeof setPricesCall>[0]['addresses'],
  changes: Partial<ExchangeRate> = {},
  signer = RATE_SIGNER,
): Promise<SignedRate> {
  const source = 'ECB euro foreign exchange reference rates'
  const rate = { date: '2026-01-30', base: 'EUR', quote: 'JPY', rate: '162.35', source, ...changes }
  const signature = await signer.signTypedData(rateTypedData({ chainId: RATE_CHAIN_ID, addresses }, rate))
  return { ...rate, signer: signer.address, signature }
}
