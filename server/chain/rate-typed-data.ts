import { type Address, type Hash, hashTypedData, parseAbiParameters, recoverTypedDataAddress } from 'viem'

import type { ExchangeRate } from '../domain/clearing/exchange-rates.ts'
import type { Chain } from './client.ts'

/** Where a rate counts: with the contracts of one coalition, on one chain. */
type RatePlace = Pick<Chain, 'chainId'> & { readonly addresses: Pick<Chain['addresses'], 'registry'> }

/** The EIP-712 type of a rate: all text, so that whoever signs it with a wallet reads what the statement will say. */
const rateTypes = {
  Rate: parseAbiParameters('string date, string base, string quote, string rate, string source'),
} as const

/** What a rate signer signs. */
export function rateTypedData({ chainId, addresses }: RatePlace, { date, base, quote, rate, source }: ExchangeRate) {
  return {
    domain: {
      name: 'Entente Rate',
      version: '1',
      chainId,
      verifyingContract: addresses.registry.toLowerCase() as Address,
    },
    types: rateTypes,
    primaryType: 'Rate' as const,
    message: { date, base, quote, rate, source },
  }
}

/** The digest that was signed: it names a rate with all that it says. */
export function hashRate(place: RatePlace, rate: ExchangeRate): string {
  return hashTypedData(rateTypedData(place, rate))
}

/** Who signed a rate; null where the signature is none at all. */
export async function recoverRateSigner(
  place: RatePlace,
  { signature, ...rate }: ExchangeRate & { readonly signature: string },
): Promise<string | null> {
  try {
    const typedData = rateTypedData(place, rate)
    return (await recoverTypedDataAddress({ ...typedData, signature: signature as Hash })).toLowerCase()
  } catch {
    // A curve has no point for some numbers: then nobody signed.
    return null
  }
}
