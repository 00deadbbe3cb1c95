import type { Chain } from '../../chain/client.ts'
import { readPartner, type PartnerOnChain } from '../../chain/read-partner.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import { countOpenWork, type Departure, findDeparture, type OpenWork } from '../../database/departures.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import type { Reader } from '../../database/engine/client.ts'
import { findWaitingKey, type NextKey } from '../../database/next-keys.ts'
import type { Partner } from '../../database/partners.ts'
import { listRedeemRates, type StoredRedeemRate } from '../../database/redeem-rates.ts'
import { listQuarantines, type Quarantine } from '../../database/unexplained-batches.ts'
import { stageOf } from '../../domain/departures.ts'
import type { Clock } from '../../domain/environment.ts'
import { chainAnswer } from '../requests/chain-answer.ts'

export interface PartnerViewDeps {
  readonly db: Reader
  readonly chain: Chain
  readonly clock: Clock
}

/** A partner that is asked to leave, or has left. */
export interface DepartureView {
  readonly stage: ReturnType<typeof stageOf>
  readonly departure: Departure
  /** What must be settled before the registry lets go of it. */
  readonly open: OpenWork
}

/** A partner, its rules and rates, and what the registry says of it. */
export interface PartnerView {
  readonly partner: Partner
  readonly rules: readonly StoredEarningRule[]
  readonly rates: readonly StoredRedeemRate[]
  /** Null while the chain does not answer or does not know the partner. */
  readonly onChain: PartnerOnChain | null
  readonly quarantine: Quarantine | null
  readonly departure: DepartureView | null
  /** The key that it is to sign with next. */
  readonly nextKey: NextKey | null
}

/** What is known of partners, with what the registry says of them now. */
export async function viewPartners(deps: PartnerViewDeps, partners: readonly Partner[]): Promise<PartnerView[]> {
  const { db, chain } = deps
  const partnerIds = partners.map(({ id }) => id)
  const rules = await listEarningRules(db, partnerIds)
  const rates = await listRedeemRates(db, partnerIds)
  const quarantines = await listQuarantines(db, partnerIds)
  const onChain = await Promise.all(partners.map(({ id }) => chainAnswer(readPartner(chain, id))))
  const views: PartnerView[] = []
  for (const [at, partner] of partners.entries()) {
    const seen = onChain[at] ?? null
    views.push({
      partner,
      rules: rules.filter(({ partnerId }) => partnerId === partner.id),
      rates: rates.filter(({ partnerId }) => partnerId === partner.id),
      onChain: seen,
      quarantine: quarantines.get(partner.id) ?? null,
      departure: await viewDeparture(deps, partner.id, seen),
      nextKey: await findWaitingKey(db, partner.id),
    })
  }
  return views
}

async function viewDeparture(
  { db, chain, clock }: PartnerViewDeps,
  partnerId: number,
  onChain: PartnerOnChain | null,
): Promise<DepartureView | null> {
  const departure = await findDeparture(db, partnerId)
  if (departure === null || departure.state === 'stayed') return null
  const { state, returnsUntil } = departure
  const now = clock.now()
  const finalizedNumber = (await findChainCursor(db, chain.chainId))?.finalizedNumber ?? -1n
  const open = await countOpenWork(db, { partnerId, now, finalizedNumber })
  const stage = stageOf({ state, returnsUntil }, { open, allowance: onChain?.allowance ?? null, now })
  return { stage, departure, open }
}
