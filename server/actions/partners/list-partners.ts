import type { Chain } from '../../chain/client.ts'
import { readPartner, type PartnerOnChain } from '../../chain/read-partner.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { listPartners as listPartnerRows, type Partner } from '../../database/partners.ts'
import { chainAnswer } from '../requests/chain-answer.ts'

/** Partners on one page. */
export const PARTNERS_PER_PAGE_MAX = 50

/** A partner, its rules, and what the registry says of it. */
export interface PartnerView {
  readonly partner: Partner
  readonly rules: readonly StoredEarningRule[]
  /** Null while the chain does not answer or does not know the partner. */
  readonly onChain: PartnerOnChain | null
}

export interface ListPartnersDeps {
  readonly db: Reader
  readonly chain: Chain
}

/** Lists partners by number, with what the registry says of them now. */
export async function listPartners(
  { db, chain }: ListPartnersDeps,
  { after, partnersMax }: { after: number; partnersMax: number },
): Promise<PartnerView[]> {
  const partners = await listPartnerRows(db, { after, rowsMax: partnersMax })
  const rules = await listEarningRules(
    db,
    partners.map(({ id }) => id),
  )
  const onChain = await Promise.all(partners.map(({ id }) => chainAnswer(readPartner(chain, id))))
  return partners.map((partner, at) => ({
    partner,
    rules: rules.filter(({ partnerId }) => partnerId === partner.id),
    onChain: onChain[at] ?? null,
  }))
}
