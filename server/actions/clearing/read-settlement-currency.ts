import type { Reader } from '../../database/engine/client.ts'
import { findPartner } from '../../database/partners.ts'
import { listSettlementCurrencies, type StoredSettlementCurrency } from '../../database/settlement-currencies.ts'
import { currencyIn } from '../../domain/clearing/settlement-currency.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { monthOf } from '../../domain/utc-days.ts'
import type { ClearingTerms } from './clearing-terms.ts'

/** What is read to say in which currency a partner settles. */
export interface SettlementCurrencyDeps {
  readonly clock: Clock
  readonly clearingTerms: Pick<ClearingTerms, 'currency'>
}

/** In which currency a partner settles, and since when or from when on. */
export interface SettlementCurrencyView {
  readonly partnerId: number
  /** What statements are in, and what holds where nothing was set. */
  readonly clearingCurrency: string
  /** What holds in the month that runs. */
  readonly currency: string
  /** All that was set, newest first. Of a month the newest one counts. */
  readonly versions: readonly StoredSettlementCurrency[]
}

/** Says in which currency a partner settles. */
export async function readSettlementCurrency(
  deps: SettlementCurrencyDeps & { readonly db: Reader },
  partnerId: number,
): Promise<SettlementCurrencyView> {
  if ((await findPartner(deps.db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  return viewSettlementCurrency(deps, deps.db, partnerId)
}

/** The same of a partner that is known, within a transaction of their change. */
export async function viewSettlementCurrency(
  { clock, clearingTerms: { currency: clearing } }: SettlementCurrencyDeps,
  reader: Reader,
  partnerId: number,
): Promise<SettlementCurrencyView> {
  const versions = await listSettlementCurrencies(reader, partnerId)
  const currency = currencyIn(versions, { month: monthOf(clock.now()), clearing })
  return { partnerId, clearingCurrency: clearing, currency, versions: versions.toReversed() }
}
