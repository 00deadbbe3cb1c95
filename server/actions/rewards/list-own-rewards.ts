import type { Reader } from '../../database/engine/client.ts'
import { listRewardsOfPartner } from '../../database/rewards.ts'
import type { Clock } from '../../domain/environment.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import { viewOwnRewards, type OwnRewardView } from './own-reward-view.ts'

/** Lists all rewards of a partner, planned and withdrawn ones as well, newest first. */
export async function listOwnRewards(
  { db, clock }: { db: Reader; clock: Clock },
  { partnerId, before, rowsMax }: { partnerId: number; before: bigint | null; rowsMax: number },
): Promise<Page<OwnRewardView, bigint>> {
  const found = await listRewardsOfPartner(db, { partnerId, beforeSeq: before, rowsMax: rowsMax + 1 })
  const page = cutPage(found, rowsMax, ({ seq }) => seq)
  return { ...page, rows: await viewOwnRewards(db, page.rows, clock.now()) }
}
