import { deleteBudgetUses } from '../../database/budget-uses.ts'
import type { Database } from '../../database/engine/client.ts'
import { deleteIdempotencyKeys, destroyAnswerKeys } from '../../database/idempotency-keys.ts'
import { deleteClosedSessions } from '../../database/member-sessions.ts'
import { deleteEndedMessages } from '../../database/messages.ts'
import { deleteExpiredPersonCodes } from '../../database/person-codes.ts'
import { deleteClosedPersonSessions } from '../../database/person-sessions.ts'
import { deleteForgottenDevices } from '../../database/pin-places.ts'
import { deleteEndedCounts } from '../../database/try-counts.ts'
import { deleteExpiredCodes } from '../../database/one-time-codes.ts'
import { deleteClosedChallenges } from '../../database/wallet-challenges.ts'
import { deleteEndedDeliveries } from '../../database/webhook-deliveries.ts'
import type { Clock } from '../../domain/environment.ts'
import { dayOf } from '../../domain/utc-days.ts'

/** How long a key of a request is remembered: after it the natural keys of purchases and redemptions still are. */
export const IDEMPOTENCY_KEY_MS_MAX = 7 * 86_400_000

/** How long it is kept that a message was sent or given up; its text and address are gone with its end. */
export const MESSAGE_KEPT_MS = 30 * 86_400_000

/** How long it is kept that an event reached a webhook late, or not at all. The event itself stays in the feed. */
export const DELIVERY_KEPT_MS = 30 * 86_400_000

/** Deletes what is no longer needed: sessions, challenges, codes and counts that are over, forgotten devices, old keys of requests, ended messages and deliveries, and budgets of days. */
export async function cleanUp({ db, clock }: { db: Database; clock: Clock }): Promise<void> {
  const now = clock.now()
  await db.transaction(async (tx) => {
    await deleteClosedSessions(tx, now)
    await deleteClosedPersonSessions(tx, now)
    await deleteExpiredPersonCodes(tx, now)
    await deleteClosedChallenges(tx, now)
    await deleteForgottenDevices(tx)
    await deleteEndedCounts(tx, now)
    await deleteBudgetUses(tx, dayOf(now))
    await deleteExpiredCodes(tx, now)
    await deleteEndedMessages(tx, new Date(now.getTime() - MESSAGE_KEPT_MS))
    await deleteEndedDeliveries(tx, new Date(now.getTime() - DELIVERY_KEPT_MS))
    await deleteIdempotencyKeys(tx, new Date(now.getTime() - IDEMPOTENCY_KEY_MS_MAX))
  })
  await destroyAnswerKeys(db, new Date(now.getTime() - IDEMPOTENCY_KEY_MS_MAX))
}
