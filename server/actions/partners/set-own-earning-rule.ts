import type { StoredEarningRule } from '../../database/earning-rules.ts'
import { judgeOwnVersion, type OwnTerms } from './judge-own-version.ts'
import type { VersionDeps } from './add-version.ts'
import type { NewEarningRule } from './earning-rule-terms.ts'
import { setEarningRule } from './set-earning-rule.ts'

/** Gives a partner the next version of its own earning rule, as the partner. */
export function setOwnEarningRule(deps: VersionDeps, terms: NewEarningRule & OwnTerms): Promise<StoredEarningRule> {
  return setEarningRule(deps, terms, judgeOwnVersion)
}
