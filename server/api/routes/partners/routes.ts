import type { Route } from '../../route.ts'
import { addPartnerRoute } from './add-partner.ts'
import { changeAllowanceRoute } from './change-allowance.ts'
import { issueApiKeyRoute } from './issue-api-key.ts'
import { issueOwnKeyRoute } from './issue-own-key.ts'
import { listApiKeysRoute } from './list-api-keys.ts'
import { listEarningOffersRoute } from './list-earning-offers.ts'
import { listEarningRulesRoute } from './list-earning-rules.ts'
import { listOwnKeysRoute } from './list-own-keys.ts'
import { listPartnersRoute } from './list-partners.ts'
import { listRedeemRatesRoute } from './list-redeem-rates.ts'
import { readPartnerRoute } from './read-partner.ts'
import { dropNextKeyRoute } from './drop-next-key.ts'
import { keepPartnerRoute } from './keep-partner.ts'
import { readPartnerDetailsRoute } from './read-partner-details.ts'
import { retirePartnerRoute } from './retire-partner.ts'
import { setNextKeyRoute } from './set-next-key.ts'
import { readStandingRoute } from './read-standing.ts'
import { listOwnEarningRulesRoute } from './list-own-earning-rules.ts'
import { listOwnRedeemRatesRoute } from './list-own-redeem-rates.ts'
import { setOwnEarningRuleRoute } from './set-own-earning-rule.ts'
import { setOwnRedeemRateRoute } from './set-own-redeem-rate.ts'
import { revokeOwnKeyRoute } from './revoke-own-key.ts'
import { readPartnerTotalsRoute } from './read-partner-totals.ts'
import { releasePartnerRoute } from './release-partner.ts'
import { resumePartnerRoute } from './resume-partner.ts'
import { revokeApiKeyRoute } from './revoke-api-key.ts'
import { setColoursRoute } from './set-colours.ts'
import { setCountryRoute } from './set-country.ts'
import { setEarningRuleRoute } from './set-earning-rule.ts'
import { setLogoRoute } from './set-logo.ts'
import { setRedeemRateRoute } from './set-redeem-rate.ts'
import { setTimeZoneRoute } from './set-time-zone.ts'
import { suspendPartnerRoute } from './suspend-partner.ts'
import { issueOperatorKeyRoute } from './issue-operator-key.ts'
import { listOperatorKeysRoute } from './list-operator-keys.ts'
import { rotateOperatorKeyRoute } from './rotate-operator-key.ts'
import { revokeOperatorKeyRoute } from './revoke-operator-key.ts'
import type { PartnersDeps } from './deps.ts'

/** The routes of partners, in the order of the document. */
export const partnersRoutes: readonly Route<PartnersDeps>[] = [
  readPartnerRoute,
  setColoursRoute,
  setCountryRoute,
  setLogoRoute,
  setTimeZoneRoute,
  readPartnerTotalsRoute,
  readStandingRoute,
  setOwnEarningRuleRoute,
  listOwnEarningRulesRoute,
  setOwnRedeemRateRoute,
  listOwnRedeemRatesRoute,
  issueOwnKeyRoute,
  listOwnKeysRoute,
  revokeOwnKeyRoute,
  addPartnerRoute,
  listPartnersRoute,
  readPartnerDetailsRoute,
  suspendPartnerRoute,
  resumePartnerRoute,
  releasePartnerRoute,
  retirePartnerRoute,
  keepPartnerRoute,
  setNextKeyRoute,
  dropNextKeyRoute,
  changeAllowanceRoute,
  setEarningRuleRoute,
  listEarningOffersRoute,
  listEarningRulesRoute,
  setRedeemRateRoute,
  listRedeemRatesRoute,
  issueApiKeyRoute,
  listApiKeysRoute,
  revokeApiKeyRoute,
  issueOperatorKeyRoute,
  listOperatorKeysRoute,
  rotateOperatorKeyRoute,
  revokeOperatorKeyRoute,
]
