import { listEarningRules } from '../../database/earning-rules.ts'
import type { Reader } from '../../database/engine/client.ts'
import { findPartner, type Partner } from '../../database/partners.ts'
import { listRedeemRates } from '../../database/redeem-rates.ts'
import { assert } from '../../domain/assert.ts'
import type { EarningRule } from '../../domain/earning.ts'
import type { Clock } from '../../domain/environment.ts'
import { RATE_BEFORE_RATES, type RedeemRate } from '../../domain/redeem-rates.ts'
import { chooseVersion } from '../../domain/versions.ts'

/** How points are earned and what they are worth at a partner now, in one of its currencies. */
export interface CurrentTerms {
  readonly currency: string
  readonly earning: EarningRule | null
  readonly redeem: RedeemRate | null
}

/** Reads the partner that a key belongs to, with what counts now in each of its currencies, the main one first. */
export async function readPartner(
  { db, clock }: { db: Reader; clock: Clock },
  partnerId: number,
): Promise<{ partner: Partner; terms: CurrentTerms[] }> {
  const partner = await findPartner(db, partnerId)
  assert(partner !== null, 'a partner whose key was accepted exists')
  const rules = await listEarningRules(db, [partnerId])
  const rates = await listRedeemRates(db, [partnerId])
  const now = clock.now()
  const currencies = new Set([partner.currency, ...[...rules, ...rates].map((one) => one.currency).toSorted()])
  const terms = [...currencies].map((currency) => {
    const isHere = (one: { currency: string }) => one.currency === currency
    const before = currency === partner.currency && !rates.some(isHere) ? RATE_BEFORE_RATES : null
    return {
      currency,
      earning: chooseVersion(rules.filter(isHere), now),
      redeem: chooseVersion(rates.filter(isHere), now) ?? before,
    }
  })
  return { partner, terms }
}
