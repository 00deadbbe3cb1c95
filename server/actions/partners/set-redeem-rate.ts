import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { insertRedeemRate, listRedeemRates, type StoredRedeemRate } from '../../database/redeem-rates.ts'
import { OCCURRED_AT_MIN } from '../../domain/earning.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { nextVersion, validFromOf } from '../../domain/versions.ts'
import { makeRedeemRate, type NewRedeemRate } from './earning-rule-terms.ts'

/** Sets what points are worth at a partner in a currency, for points that are held from that moment on. */
export async function setRedeemRate(
  deps: { db: Database; clock: Clock; ids: Ids },
  { partnerId, ...terms }: NewRedeemRate & { partnerId: number; currency: string | null },
): Promise<StoredRedeemRate> {
  return deps.db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    const earlier = await listRedeemRates(tx, [partnerId])
    const currency = terms.currency ?? partner.currency
    const moments = { asked: terms.validFrom, currency, earliest: OCCURRED_AT_MIN, now: deps.clock.now() }
    const validFrom = validFromOf(earlier, moments)
    const rate = makeRedeemRate(deps, { ...terms, partnerId, currency, version: nextVersion(earlier), validFrom })
    await insertRedeemRate(tx, rate)
    return rate
  })
}
