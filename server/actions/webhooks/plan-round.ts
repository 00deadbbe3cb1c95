import type { Database } from '../../database/engine/client.ts'
import { type FeedEvent, listFeedEvents, listFeedEventsByNumber } from '../../database/feed-events.ts'
import {
  findWebhookToServe,
  getWebhookCursor,
  takeWebhookLease,
  type WebhookCursor,
} from '../../database/webhook-cursors.ts'
import {
  countWaitingDeliveries,
  listDueWebhookDeliveries,
  type WebhookDelivery,
} from '../../database/webhook-deliveries.ts'
import { findWebhook, type Webhook } from '../../database/webhooks.ts'
import type { Clock } from '../../domain/environment.ts'
import {
  WEBHOOK_LEASE_MS,
  WEBHOOK_RETRIES_AT_ONCE_MAX,
  WEBHOOK_SENDS_AT_ONCE_MAX,
  WEBHOOK_WAITING_MAX,
} from '../../domain/webhooks.ts'

export interface PlanRoundDeps {
  readonly db: Database
  readonly clock: Clock
  /** Names this process among those that share the database. */
  readonly holder: string
}

/** An event to send: for the first time, or again. */
export interface PlannedSend {
  readonly event: FeedEvent
  readonly delivery: WebhookDelivery | null
}

/** What is sent to a webhook at once. The lease says that nobody else sends to it meanwhile. */
export interface Round {
  readonly webhook: Webhook
  readonly cursor: WebhookCursor
  readonly sends: readonly PlannedSend[]
  /** Where the cursor is when all of it is written down: events that are not wanted are passed over. */
  readonly reached: bigint
}

/** Events of the feed that are looked through for those that are wanted. */
const SCANNED_MAX = 200

/** Finds a webhook that has something to be sent, and takes its lease. `busy`: there may be another; null: there is none. */
export async function planRound(
  { db, clock, holder }: PlanRoundDeps,
  except: readonly string[],
): Promise<Round | 'busy' | null> {
  const now = clock.now()
  const found = await findWebhookToServe(db, { holder, now, except, waitingMax: WEBHOOK_WAITING_MAX })
  if (found === null) return null
  const { webhookId } = found
  return db.transaction(async (tx) => {
    const until = new Date(now.getTime() + WEBHOOK_LEASE_MS)
    if (!(await takeWebhookLease(tx, { webhookId, holder, now, until }))) return 'busy'
    // Read again: whoever had the lease may have moved on.
    const webhook = await findWebhook(tx, found)
    if (webhook === null) return 'busy'
    const cursor = await getWebhookCursor(tx, webhookId)
    // To a receiver that is down goes one retry and one event, to see whether it is back: an event that it will never take must not be all.
    const isDown = cursor.failures > 0
    const retriesMax = isDown ? 1 : WEBHOOK_RETRIES_AT_ONCE_MAX
    const due = await listDueWebhookDeliveries(tx, { webhookId, now, rowsMax: retriesMax })
    const again = await listFeedEventsByNumber(tx, {
      partnerId: webhook.partnerId,
      numbers: due.map(({ number }) => number),
    })
    const room = Math.max(0, WEBHOOK_WAITING_MAX - (await countWaitingDeliveries(tx, webhookId)))
    const newMax = Math.min(isDown ? 1 : WEBHOOK_SENDS_AT_ONCE_MAX - due.length, room)
    const scanned = newMax === 0 ? [] : await listNew(tx, webhook, cursor)
    const { fresh, reached } = choose(webhook, { scanned, newMax, from: cursor.number })
    const retries = again.map((event) => ({
      event,
      delivery: due.find(({ number }) => number === event.number) ?? null,
    }))
    return { webhook, cursor, sends: [...retries, ...fresh.map((event) => ({ event, delivery: null }))], reached }
  })
}

const listNew = (tx: Parameters<typeof listFeedEvents>[0], { partnerId }: Webhook, { number }: WebhookCursor) =>
  listFeedEvents(tx, { partnerId, after: number, rowsMax: SCANNED_MAX })

/** The next events that a webhook wants, and how far the feed is dealt with by them. */
function choose(
  { types }: Webhook,
  { scanned, newMax, from }: { scanned: readonly FeedEvent[]; newMax: number; from: bigint },
): { readonly fresh: readonly FeedEvent[]; readonly reached: bigint } {
  const wanted = scanned.filter(({ type }) => types.length === 0 || types.includes(type))
  const fresh = wanted.slice(0, newMax)
  const last = wanted.length > newMax ? fresh.at(-1) : scanned.at(-1)
  return { fresh, reached: last?.number ?? from }
}
