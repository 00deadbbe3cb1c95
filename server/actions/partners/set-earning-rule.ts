import type { Database } from '../../database/engine/client.ts'
import { insertEarningRule, listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { lockPartner } from '../../database/partners.ts'
import { OCCURRED_AT_MIN } from '../../domain/earning.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { nextVersion, validFromOf } from '../../domain/versions.ts'
import { makeEarningRule, type NewEarningRule } from './earning-rule-terms.ts'

/**
 * Gives a partner the next version of its rule in a currency; the first one lets it trade in that currency. It counts for
 * purchases from its moment on; what was earned stays.
 */
export async function setEarningRule(
  deps: { db: Database; clock: Clock; ids: Ids },
  { partnerId, ...terms }: NewEarningRule & { partnerId: number; currency: string | null },
): Promise<StoredEarningRule> {
  return deps.db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    const earlier = await listEarningRules(tx, [partnerId])
    const currency = terms.currency ?? partner.currency
    const moments = { asked: terms.validFrom, currency, earliest: OCCURRED_AT_MIN, now: deps.clock.now() }
    const validFrom = validFromOf(earlier, moments)
    const rule = makeEarningRule(deps, { ...terms, partnerId, currency, version: nextVersion(earlier), validFrom })
    await insertEarningRule(tx, rule)
    return rule
  })
}
