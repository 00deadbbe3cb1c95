import type { Database, Reader, Transaction } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { OCCURRED_AT_MIN } from '../../domain/earning.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { nextVersion, validFromOf, type Version } from '../../domain/versions.ts'

export interface VersionDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
}

/** Whose terms are set; the currency is the partner's main one where it is null. */
export interface TermsOfPartner {
  readonly partnerId: number
  readonly currency: string | null
  readonly validFrom: Date | null
}

/** How the versions of some terms of a partner are listed, made and stored. */
interface Terms<New, Stored extends Version> {
  readonly list: (reader: Reader, partnerIds: readonly number[]) => Promise<Stored[]>
  readonly make: (deps: VersionDeps, terms: Omit<New, keyof Version> & Version) => Stored
  readonly insert: (tx: Transaction, version: Stored) => Promise<void>
}

/** Refuses a version that is not to be made. */
export type Judge = (earlier: readonly Version[], asked: Omit<Version, 'version'> & { readonly now: Date }) => void

/** Gives a partner the next version of its terms in a currency; the first one lets it trade in that currency. */
export async function addVersion<New extends TermsOfPartner, Stored extends Version>(
  deps: VersionDeps,
  asked: New,
  { list, make, insert }: Terms<New, Stored>,
  judge: Judge = () => undefined,
): Promise<Stored> {
  return deps.db.transaction(async (tx) => {
    const { partnerId } = asked
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    const earlier = await list(tx, [partnerId])
    const currency = asked.currency ?? partner.currency
    const moments = { asked: asked.validFrom, currency, earliest: OCCURRED_AT_MIN, now: deps.clock.now() }
    const validFrom = validFromOf(earlier, moments)
    judge(earlier, { partnerId, currency, validFrom, now: moments.now })
    const made = make(deps, { ...asked, currency, version: nextVersion(earlier), validFrom })
    await insert(tx, made)
    return made
  })
}
