import { deleteBudgetUses } from '../../database/budget-uses.ts'
import type { Database } from '../../database/engine/client.ts'
import { deleteIdempotencyKeys } from '../../database/idempotency-keys.ts'
import { deleteClosedSessions } from '../../database/member-sessions.ts'
import { deleteClosedChallenges } from '../../database/wallet-challenges.ts'
import type { Clock } from '../../domain/environment.ts'
import { dayOf } from '../../domain/utc-days.ts'

/** How long a key of a request is remembered: after it the natural keys of purchases and redemptions still are. */
export const IDEMPOTENCY_KEY_MS_MAX = 7 * 86_400_000

/** Deletes what is no longer needed: sessions that are over, challenges used or expired, old keys of requests, and budgets of days that are over. */
export async function cleanUp({ db, clock }: { db: Database; clock: Clock }): Promise<void> {
  const now = clock.now()
  await db.transaction(async (tx) => {
    await deleteClosedSessions(tx, now)
    await deleteClosedChallenges(tx, now)
    await deleteBudgetUses(tx, dayOf(now))
    await deleteIdempotencyKeys(tx, new Date(now.getTime() - IDEMPOTENCY_KEY_MS_MAX))
  })
}
