import { insertRedeemRate, listRedeemRates, type StoredRedeemRate } from '../../database/redeem-rates.ts'
import { addVersion, type Judge, type TermsOfPartner, type VersionDeps } from './add-version.ts'
import { makeRedeemRate, type NewRedeemRate } from './earning-rule-terms.ts'

/** Sets what points are worth at a partner in a currency, for points that are held from that moment on. */
export function setRedeemRate(
  deps: VersionDeps,
  terms: NewRedeemRate & TermsOfPartner,
  judge?: Judge,
): Promise<StoredRedeemRate> {
  return addVersion(deps, terms, { list: listRedeemRates, make: makeRedeemRate, insert: insertRedeemRate }, judge)
}
