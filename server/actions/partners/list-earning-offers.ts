import { listEarningRules } from '../../database/earning-rules.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listPartners, type Partner } from '../../database/partners.ts'
import type { EarningRule } from '../../domain/earning.ts'
import type { Clock } from '../../domain/environment.ts'
import { chooseVersion } from '../../domain/versions.ts'

/** A coalition has dozens of brands, and each trades in few currencies. */
const PARTNERS_MAX = 1_000

/** What a brand gives points for: now, and what it has announced. */
export interface EarningOffer {
  readonly partner: Partner
  readonly now: EarningRule
  /** The next version, when there is one that does not count yet. */
  readonly next: EarningRule | null
}

/** What every active brand gives points for now, in each of its currencies, and what it has announced for later. */
export async function listEarningOffers({ db, clock }: { db: Reader; clock: Clock }): Promise<EarningOffer[]> {
  const partners = await listPartners(db, { after: 0, rowsMax: PARTNERS_MAX })
  const active = partners.filter(({ status }) => status === 'active')
  const rules = await listEarningRules(
    db,
    active.map(({ id }) => id),
  )
  const at = clock.now()
  return active.flatMap((partner) => {
    const own = Map.groupBy(
      rules.filter(({ partnerId }) => partnerId === partner.id),
      ({ currency }) => currency,
    )
    return [...own.values()].flatMap((versions) => {
      const now = chooseVersion(versions, at)
      return now === null ? [] : [{ partner, now, next: firstAfter(versions, at) }]
    })
  })
}

/** The version that counts first of those that do not count yet. Of two from the same moment, the later replaces the other. */
function firstAfter<Rule extends EarningRule>(versions: readonly Rule[], at: Date): Rule | null {
  const [first] = versions.filter(({ validFrom }) => validFrom > at).toSorted((a, b) => +a.validFrom - +b.validFrom)
  return first === undefined ? null : chooseVersion(versions, first.validFrom)
}
