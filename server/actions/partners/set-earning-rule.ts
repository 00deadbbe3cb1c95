import type { Database } from '../../database/engine/client.ts'
import { insertEarningRule, listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { lockPartner } from '../../database/partners.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { makeEarningRule, type NewEarningRule } from './earning-rule-terms.ts'

/** Gives a partner the next version of its rule. It counts for purchases from its moment on; what was earned stays. */
export async function setEarningRule(
  deps: { db: Database; clock: Clock; ids: Ids },
  { partnerId, ...terms }: NewEarningRule & { partnerId: number },
): Promise<StoredEarningRule> {
  return deps.db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    const versions = (await listEarningRules(tx, [partnerId])).map(({ version }) => version)
    const rule = makeEarningRule(deps, partner, {
      ...terms,
      version: Math.max(0, ...versions) + 1,
      validFrom: terms.validFrom ?? deps.clock.now(),
    })
    await insertEarningRule(tx, rule)
    return rule
  })
}
