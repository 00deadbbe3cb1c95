import type { Reader } from './client.ts'
import type { EarningRuleModel } from './generated/models.ts'

/** One version of a partner's rule as it is stored. */
export type StoredEarningRule = Readonly<EarningRuleModel>

/** All versions of the rules of some partners, oldest first. A version is an operator's act, so they are few. */
export async function listEarningRules(reader: Reader, partnerIds: readonly number[]): Promise<StoredEarningRule[]> {
  return reader.earningRule.findMany({
    where: { partnerId: { in: [...partnerIds] } },
    orderBy: [{ partnerId: 'asc' }, { version: 'asc' }],
  })
}
