import type { Database } from '../../database/engine/client.ts'
import { deleteIdempotencyKeys } from '../../database/idempotency-keys.ts'
import { deleteClosedSessions } from '../../database/member-sessions.ts'
import { deleteExpiredCodes } from '../../database/one-time-codes.ts'
import { deleteClosedChallenges } from '../../database/wallet-challenges.ts'
import type { Clock } from '../../domain/environment.ts'

/** How long a key of a request is remembered: after it the natural keys of purchases and redemptions still are. */
export const IDEMPOTENCY_KEY_MS_MAX = 7 * 86_400_000

/** Deletes what is no longer needed: sessions that are over, challenges and codes used or expired, and old keys of requests. */
export async function cleanUp({ db, clock }: { db: Database; clock: Clock }): Promise<void> {
  const now = clock.now()
  await db.transaction(async (tx) => {
    await deleteClosedSessions(tx, now)
    await deleteClosedChallenges(tx, now)
    await deleteExpiredCodes(tx, now)
    await deleteIdempotencyKeys(tx, new Date(now.getTime() - IDEMPOTENCY_KEY_MS_MAX))
  })
}
