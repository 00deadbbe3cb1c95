import type { Database } from '../../database/engine/client.ts'
import { findRate, insertRate, type StoredRate } from '../../database/exchange-rates.ts'
import { assert } from '../../domain/assert.ts'
import { checkRate, type ExchangeRate, isSameRate, type SignedRate } from '../../domain/clearing/exchange-rates.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { ClearingTerms } from './clearing-terms.ts'

export interface ImportRatesDeps {
  readonly db: Database
  readonly clock: Clock
  readonly clearingTerms: Pick<ClearingTerms, 'currency' | 'rateSigners'>
  /** Who signed a rate, null where nobody did: server/chain/rate-typed-data.ts */
  readonly recoverRateSigner: (rate: ExchangeRate & { readonly signature: string }) => Promise<string | null>
  /** The digest that is signed: the same file. */
  readonly hashRate: (rate: ExchangeRate) => string
}

/** What became of rates that were handed in. */
interface ImportedRates {
  readonly imported: number
  /** That were there. */
  readonly before: number
  /** As they are kept, in the order in which they were handed in. */
  readonly rates: readonly StoredRate[]
}

/** Takes in signed rates, all of them or none. The same figure of the same day again changes nothing; another one is refused. */
export async function importRates(
  deps: ImportRatesDeps,
  { rates }: { readonly rates: readonly SignedRate[] },
): Promise<ImportedRates> {
  const { db, clock } = deps
  for (const rate of rates) await judgeRate(deps, rate)
  return db.transaction(async (tx) => {
    let imported = 0
    const kept: StoredRate[] = []
    for (const rate of rates) {
      if (await insertRate(tx, { ...rate, hash: deps.hashRate(rate), importedAt: clock.now() })) imported++
      const known = await findRate(tx, rate)
      assert(known !== null, 'a rate that was not stored was there')
      const { date, base, quote } = rate
      if (!isSameRate(rate, known))
        throw new Rejection('rate_differs', { date, base, quote, rate: rate.rate, known: known.rate })
      kept.push(known)
    }
    return { imported, before: rates.length - imported, rates: kept }
  })
}

async function judgeRate(
  { clock, clearingTerms, recoverRateSigner }: ImportRatesDeps,
  { signer, ...rate }: SignedRate,
): Promise<void> {
  const { date, base, quote } = rate
  checkRate(rate, { now: clock.now(), clearing: clearingTerms.currency })
  if (!clearingTerms.rateSigners.includes(signer)) throw new Rejection('rate_signer_unknown', { signer })
  if ((await recoverRateSigner(rate)) !== signer)
    throw new Rejection('rate_signature_wrong', { date, base, quote, signer })
}
