import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { hasBooked } from '../../database/price-plans.ts'
import { insertSettlementCurrency } from '../../database/settlement-currencies.ts'
import { checkCurrencyMonth } from '../../domain/clearing/settlement-currency.ts'
import type { Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import {
  type SettlementCurrencyDeps,
  type SettlementCurrencyView,
  viewSettlementCurrency,
} from './read-settlement-currency.ts'

/** Sets in which currency a partner settles from a month on that has not begun. The same again changes nothing. */
export async function setSettlementCurrency(
  deps: SettlementCurrencyDeps & { readonly db: Database; readonly ids: Ids },
  { partnerId, month, currency }: { readonly partnerId: number; readonly month: number; readonly currency: string },
): Promise<SettlementCurrencyView> {
  const { db, ids, clock } = deps
  return db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    if (partner.status === 'left') throw new Rejection('partner_left', { partnerId })
    const before = await viewSettlementCurrency(deps, tx, partnerId)
    // Of a month the newest counts, so the same again is only what is set already.
    if (before.versions.find((one) => one.month === month)?.currency === currency) return before
    const now = clock.now()
    checkCurrencyMonth(month, { now, hasBooked: await hasBooked(tx, partnerId) })
    await insertSettlementCurrency(tx, { id: ids.next(), partnerId, month, currency, setAt: now })
    return viewSettlementCurrency(deps, tx, partnerId)
  })
}
