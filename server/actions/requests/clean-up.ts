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

/** How long what is over is kept, in milliseconds: docs/operating.md. */
export interface Retention {
  /** The answer to a request with an `Idempotency-Key`; the natural keys of purchases and redemptions are remembered for ever. */
  readonly requestKeysMs: number
  /** That a message was sent or given up; its text and address are gone with its end. */
  readonly messagesMs: number
  /** That an event reached a webhook late, or not at all; the event itself stays in the feed. */
  readonly deliveriesMs: number
  /** What partners note of a sale (`metadata`), from its recording on. */
  readonly notesMs: number
}

export interface CleanUpDeps {
  readonly db: Database
  readonly clock: Clock
  readonly retention: Retention
}

/** Deletes what is no longer needed: sessions, challenges, codes and counts that are over, forgotten devices, old keys of requests, ended messages and deliveries, and budgets of days. */
export async function cleanUp({ db, clock, retention }: CleanUpDeps): Promise<void> {
  const now = clock.now()
  const before = (keptMs: number) => new Date(now.getTime() - keptMs)
  await db.transaction(async (tx) => {
    await deleteClosedSessions(tx, now)
    await deleteClosedPersonSessions(tx, now)
    await deleteExpiredPersonCodes(tx, now)
    await deleteClosedChallenges(tx, now)
    await deleteForgottenDevices(tx)
    await deleteEndedCounts(tx, now)
    await deleteBudgetUses(tx, dayOf(now))
    await deleteExpiredCodes(tx, now)
    await deleteEndedMessages(tx, before(retention.messagesMs))
    await deleteEndedDeliveries(tx, before(retention.deliveriesMs))
    await deleteIdempotencyKeys(tx, before(retention.requestKeysMs))
  })
  await destroyAnswerKeys(db, before(retention.requestKeysMs))
}
