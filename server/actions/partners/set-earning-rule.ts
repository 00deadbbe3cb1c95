import { insertEarningRule, listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { addVersion, type Judge, type TermsOfPartner, type VersionDeps } from './add-version.ts'
import { makeEarningRule, type NewEarningRule } from './earning-rule-terms.ts'

/**
 * Gives a partner the next version of its rule in a currency; the first one lets it trade in that currency. It counts for
 * purchases from its moment on; what was earned stays.
 */
export function setEarningRule(
  deps: VersionDeps,
  terms: NewEarningRule & TermsOfPartner,
  judge?: Judge,
): Promise<StoredEarningRule> {
  return addVersion(deps, terms, { list: listEarningRules, make: makeEarningRule, insert: insertEarningRule }, judge)
}
