import type { Reader } from '../../database/engine/client.ts'
import { listProposals as listRows, type Proposal } from '../../database/proposals.ts'
import type { Clock } from '../../domain/environment.ts'
import { cutPage, type Moment, type Page } from '../../domain/pages.ts'

/** Lists proposals, newest first: all, or those that wait. */
export async function listProposals(
  { db, clock }: { db: Reader; clock: Clock },
  { onlyWaiting, before, rowsMax }: { onlyWaiting: boolean; before: Moment | null; rowsMax: number },
): Promise<Page<Proposal, Moment>> {
  const waitingAt = onlyWaiting ? clock.now() : null
  const found = await listRows(db, { waitingAt, before, rowsMax: rowsMax + 1 })
  return cutPage(found, rowsMax, ({ createdAt, id }) => ({ at: createdAt, id }))
}
