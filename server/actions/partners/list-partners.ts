import type { Chain } from '../../chain/client.ts'
import { readPartner, type PartnerOnChain } from '../../chain/read-partner.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { listPartners as listPartnerRows, type Partner } from '../../database/partners.ts'
import { listQuarantines, type Quarantine } from '../../database/unexplained-batches.ts'
import { listRedeemRates, type StoredRedeemRate } from '../../database/redeem-rates.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import { chainAnswer } from '../requests/chain-answer.ts'

export interface ListPartnersDeps {
  readonly db: Reader
  readonly chain: Chain
}

/** A partner, its rules and rates, and what the registry says of it. */
export interface PartnerView {
  readonly partner: Partner
  readonly rules: readonly StoredEarningRule[]
  readonly rates: readonly StoredRedeemRate[]
  /** Null while the chain does not answer or does not know the partner. */
  readonly onChain: PartnerOnChain | null
  readonly quarantine: Quarantine | null
}

/** Lists partners by number, with what the registry says of them now. */
export async function listPartners(
  { db, chain }: ListPartnersDeps,
  { after, rowsMax }: { after: number; rowsMax: number },
): Promise<Page<PartnerView, number>> {
  const found = await listPartnerRows(db, { after, rowsMax: rowsMax + 1 })
  const page = cutPage(found, rowsMax, ({ id }) => id)
  const partnerIds = page.rows.map(({ id }) => id)
  const rules = await listEarningRules(db, partnerIds)
  const rates = await listRedeemRates(db, partnerIds)
  const quarantines = await listQuarantines(db, partnerIds)
  const onChain = await Promise.all(page.rows.map(({ id }) => chainAnswer(readPartner(chain, id))))
  const rows = page.rows.map((partner, at) => ({
    partner,
    rules: rules.filter(({ partnerId }) => partnerId === partner.id),
    rates: rates.filter(({ partnerId }) => partnerId === partner.id),
    onChain: onChain[at] ?? null,
    quarantine: quarantines.get(partner.id) ?? null,
  }))
  return { ...page, rows }
}
