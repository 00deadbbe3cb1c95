import type { Database, Transaction } from '../../database/engine/client.ts'
import { endWebhookLease, getWebhookCursor, saveWebhookCursor } from '../../database/webhook-cursors.ts'
import {
  insertWebhookDeliveries,
  saveWebhookDeliveries,
  type WebhookDelivery,
} from '../../database/webhook-deliveries.ts'
import { lockWebhook, saveWebhook } from '../../database/webhooks.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'
import {
  failureOf,
  GONE,
  isDelivered,
  WEBHOOK_TRIES_MAX,
  type WebhookAnswer,
  webhookDownMs,
  type WebhookFailure,
  webhookPauseMs,
} from '../../domain/webhooks.ts'
import type { PlannedSend, Round } from './plan-round.ts'

export interface RecordRoundDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly randomness: Randomness
  readonly holder: string
}

/** How one request of a round ended; `too_large` where none was sent. */
export interface SendOutcome extends PlannedSend {
  readonly answer: Exclude<WebhookAnswer, { kind: 'stopped' }> | 'too_large'
}

/** From 0 up to 1, as chance has it. */
function drawChance(randomness: Randomness): number {
  const [high = 0, low = 0] = randomness.bytes(2)
  return (high * 256 + low) / 65_536
}

const isSuccess = ({ answer }: SendOutcome) => answer !== 'too_large' && isDelivered(answer)
const isGone = ({ answer }: SendOutcome) =>
  answer !== 'too_large' && answer.kind === 'answered' && answer.status === GONE

/**
 * Writes down how a round ended, and gives the lease back: what arrived is told by the cursor, what did not has a row of its own. Nothing is
 * written where another process has taken the webhook over, or it was removed: then it is sent again, or not.
 */
export async function recordRound(
  deps: RecordRoundDeps,
  { webhook: { id: webhookId, partnerId }, reached }: Round,
  outcomes: readonly SendOutcome[],
): Promise<void> {
  const { db, clock, holder } = deps
  await db.transaction(async (tx) => {
    const webhook = await lockWebhook(tx, { partnerId, webhookId })
    if (!(await endWebhookLease(tx, { webhookId, holder })) || webhook === null) return
    const now = clock.now()
    await recordFailures(tx, deps, { webhookId, outcomes, now })
    if (outcomes.some(isGone)) await saveWebhook(tx, { ...webhook, disabledAt: now })
    const cursor = await getWebhookCursor(tx, webhookId)
    const arrived = outcomes.some(isSuccess)
    const failures = arrived || outcomes.length === 0 ? 0 : cursor.failures + 1
    const downMs = failures === 0 ? 0 : webhookDownMs(failures, drawChance(deps.randomness))
    await saveWebhookCursor(tx, {
      ...cursor,
      number: reached > cursor.number ? reached : cursor.number,
      failures,
      pausedUntil: failures === 0 ? null : new Date(now.getTime() + downMs),
      triedAt: now,
      lastDeliveredAt: arrived ? now : cursor.lastDeliveredAt,
    })
  })
}

/** Gives the lease of a round back of which nothing is written down. */
export async function leaveRound({ db, holder }: RecordRoundDeps, { webhook }: Round): Promise<void> {
  await db.transaction((tx) => endWebhookLease(tx, { webhookId: webhook.id, holder }))
}

async function recordFailures(
  tx: Transaction,
  { ids, randomness }: RecordRoundDeps,
  { webhookId, outcomes, now }: { webhookId: string; outcomes: readonly SendOutcome[]; now: Date },
): Promise<void> {
  const fresh = outcomes.filter((one) => one.delivery === null && !isSuccess(one))
  await insertWebhookDeliveries(
    tx,
    fresh.map((outcome) => {
      const failure = noteOf(outcome)
      const end = endOf(outcome, 1, { now, chance: drawChance(randomness) })
      return { id: ids.next(), webhookId, number: outcome.event.number, createdAt: now, ...failure, ...end }
    }),
  )
  const retried = outcomes.flatMap((outcome): WebhookDelivery[] => {
    const { delivery } = outcome
    if (delivery === null) return []
    const tries = delivery.tries + 1
    if (isSuccess(outcome)) return [{ ...delivery, state: 'delivered', tries, endedAt: now }]
    return [{ ...delivery, ...noteOf(outcome), ...endOf(outcome, tries, { now, chance: drawChance(randomness) }) }]
  })
  await saveWebhookDeliveries(tx, retried)
}

function noteOf({ answer }: SendOutcome): { lastFailure: WebhookFailure; lastStatus: number | null } {
  return answer === 'too_large' ? { lastFailure: 'body_too_large', lastStatus: null } : failureOf(answer)
}

/** What becomes of an event that did not arrive: it waits, or it is dead. One for a receiver that is gone is due once that is back. */
function endOf(
  outcome: SendOutcome,
  tries: number,
  { now, chance }: { now: Date; chance: number },
): Pick<WebhookDelivery, 'state' | 'tries' | 'nextTryAt' | 'endedAt'> {
  if (isGone(outcome)) return { state: 'waiting', tries: tries - 1, nextTryAt: now, endedAt: null }
  if (tries >= WEBHOOK_TRIES_MAX || outcome.answer === 'too_large')
    return { state: 'dead', tries, nextTryAt: now, endedAt: now }
  return { state: 'waiting', tries, nextTryAt: new Date(now.getTime() + webhookPauseMs(tries, chance)), endedAt: null }
}
