import type { Reader } from '../../database/engine/client.ts'
import { listOpenRewards } from '../../database/rewards.ts'
import type { Clock } from '../../domain/environment.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import { viewRewards, type RewardView } from './reward-view.ts'

/** Lists the rewards that are available now, newest first, of one partner or of all. */
export async function listRewards(
  { db, clock }: { db: Reader; clock: Clock },
  { partnerId, before, rowsMax }: { partnerId: number | null; before: bigint | null; rowsMax: number },
): Promise<Page<RewardView, bigint>> {
  const now = clock.now()
  const found = await listOpenRewards(db, { partnerId, beforeSeq: before, now, rowsMax: rowsMax + 1 })
  const page = cutPage(found, rowsMax, ({ seq }) => seq)
  return { ...page, rows: await viewRewards(db, page.rows, now) }
}
