import type { EarningRuleModel } from './generated/models.ts'

/** One version of a partner's rule as it is stored. */
export type StoredEarningRule = Readonly<EarningRuleModel>
