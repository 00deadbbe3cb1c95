import type { StoredRedeemRate } from '../../database/redeem-rates.ts'
import { judgeOwnVersion, type OwnTerms } from './judge-own-version.ts'
import type { VersionDeps } from './add-version.ts'
import type { NewRedeemRate } from './earning-rule-terms.ts'
import { setRedeemRate } from './set-redeem-rate.ts'

/** Sets what points are worth at a partner, as the partner. */
export function setOwnRedeemRate(deps: VersionDeps, terms: NewRedeemRate & OwnTerms): Promise<StoredRedeemRate> {
  return setRedeemRate(deps, terms, judgeOwnVersion)
}
