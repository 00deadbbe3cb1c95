import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { type ListAskedOfMembers, listMomentsOfPartner } from '../../database/partner-lists.ts'
import type { Clock } from '../../domain/environment.ts'
import { idsOf, type Moment, type Page } from '../../domain/pages.ts'
import type { PurchaseState } from '../../domain/purchase-state.ts'
import type { LedgerTerms } from '../members/find-member.ts'
import { viewPurchases, type PurchaseView } from './purchase-view.ts'

export interface ListDeps {
  readonly db: Reader
  readonly clock: Clock
  readonly ledger: LedgerTerms
}

/** Lists a partner's own purchases, newest first, by when they were recorded. */
export async function listPurchases(
  deps: ListDeps,
  asked: ListAskedOfMembers & { orderRef: string | null; state: PurchaseState | null },
): Promise<Page<PurchaseView, Moment>> {
  const page = await listMomentsOfPartner(deps.db, 'purchase', asked, await readMoment(deps))
  return { ...page, rows: await viewPurchases(deps, { partnerId: asked.partnerId, purchaseIds: idsOf(page) }) }
}

/** The moment to which the states of a list belong. */
export async function readMoment({ db, clock, ledger }: ListDeps) {
  const cursor = await findChainCursor(db, ledger.chainId)
  return { now: clock.now(), finalizedNumber: cursor?.finalizedNumber ?? null }
}
