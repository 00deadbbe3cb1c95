import type { Reader, Transaction } from './engine/client.ts'
import type { EarningRuleModel } from './generated/models.ts'
import { queryRows } from './engine/query-rows.ts'
import { insertNewRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/** One version of a partner's rule as it is stored. */
export type StoredEarningRule = Readonly<EarningRuleModel>

declare module './engine/tables.ts' {
  interface Rows {
    earning_rule: StoredEarningRule
  }
}

/** All versions of the rules of some partners, oldest first. A version is an operator's act, so they are few. */
export async function listEarningRules(reader: Reader, partnerIds: readonly number[]): Promise<StoredEarningRule[]> {
  return queryRows(
    reader,
    `select ${columnList('earning_rule')} from earning_rule where partner_id = any($1::int[]) order by partner_id, version`,
    partnerIds,
  )
}

/** Stores the next version of a partner's rule. Versions are never changed. */
export async function insertEarningRule(tx: Transaction, rule: StoredEarningRule): Promise<void> {
  await insertNewRows(tx, 'earning_rule', [rule], `partner ${rule.partnerId} has a version ${rule.version} of its rule`)
}
