import { findChainCursor } from '../../database/chain-cursor.ts'
import { type ListAskedOfMembers, listMomentsOfPartner } from '../../database/partner-lists.ts'
import { idsOf, type Moment, type Page } from '../../domain/pages.ts'
import type { RedemptionState } from '../../domain/redemption-state.ts'
import { listRedemptionDetails, type RedemptionDetails } from './list-redemption-details.ts'
import type { ReadRedemptionDeps } from './read-redemption.ts'

/** Lists a partner's own redemptions, newest first, by when their points were held. */
export async function listRedemptions(
  deps: ReadRedemptionDeps,
  asked: ListAskedOfMembers & { reference: string | null; state: RedemptionState | null },
): Promise<Page<RedemptionDetails, Moment>> {
  const { db, clock, ledger } = deps
  const finalizedNumber = (await findChainCursor(db, ledger.chainId))?.finalizedNumber ?? null
  const seen = { now: clock.now(), finalizedNumber }
  const page = await listMomentsOfPartner(db, 'redemption', asked, seen)
  const ids = idsOf(page)
  const details = await listRedemptionDetails(db, deps, ids)
  return { ...page, rows: ids.flatMap((id) => details.get(id) ?? []) }
}
