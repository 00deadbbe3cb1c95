import type { Chain } from '../../chain/client.ts'
import { readPartner, type PartnerOnChain } from '../../chain/read-partner.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { listPartners as listPartnerRows, type Partner } from '../../database/partners.ts'
import { listRedeemRates, type StoredRedeemRate } from '../../database/redeem-rates.ts'
import { chainAnswer } from '../requests/chain-answer.ts'

/** Partners on one page. */
export const PARTNERS_PER_PAGE_MAX = 50

/** A partner, its rules and rates, and what the registry says of it. */
export interface PartnerView {
  readonly partner: Partner
  readonly rules: readonly StoredEarningRule[]
  readonly rates: readonly StoredRedeemRate[]
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
  const partnerIds = partners.map(({ id }) => id)
  const rules = await listEarningRules(db, partnerIds)
  const rates = await listRedeemRates(db, partnerIds)
  const onChain = await Promise.all(partners.map(({ id }) => chainAnswer(readPartner(chain, id))))
  return partners.map((partner, at) => ({
    partner,
    rules: rules.filter(({ partnerId }) => partnerId === partner.id),
    rates: rates.filter(({ partnerId }) => partnerId === partner.id),
    onChain: onChain[at] ?? null,
  }))
}
