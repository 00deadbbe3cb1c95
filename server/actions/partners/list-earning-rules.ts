import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules as listRuleRows, type StoredEarningRule } from '../../database/earning-rules.ts'
import { findPartner } from '../../database/partners.ts'
import { Rejection } from '../../domain/rejection.ts'

/** All versions of a partner's earning rules, newest first. */
export async function listEarningRules({ db }: { db: Reader }, partnerId: number): Promise<StoredEarningRule[]> {
  if ((await findPartner(db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  return (await listRuleRows(db, [partnerId])).toReversed()
}
