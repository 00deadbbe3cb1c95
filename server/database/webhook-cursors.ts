import { assert } from '../domain/assert.ts'
import type { Reader, Transaction } from './engine/client.ts'
import { theRow } from './engine/row.ts'
import { saveRows } from './engine/save-rows.ts'
import type { WebhookCursorModel, WebhookLeaseModel } from './generated/models.ts'

/** How far a webhook has come in the feed. */
export type WebhookCursor = Readonly<WebhookCursorModel>

declare module './engine/tables.ts' {
  interface Rows {
    webhook_cursor: WebhookCursor
    webhook_lease: Readonly<WebhookLeaseModel>
  }
}

/** Stores a cursor: a new one, or one that has moved. */
export async function saveWebhookCursor(tx: Transaction, cursor: WebhookCursor): Promise<void> {
  await saveRows(tx, 'webhook_cursor', [cursor])
}

/** The cursor of a webhook. */
export async function getWebhookCursor(reader: Reader, webhookId: string): Promise<WebhookCursor> {
  const cursor = await reader.webhookCursor.findUnique({ where: { webhookId } })
  assert(cursor !== null, 'a webhook has a cursor from its beginning')
  return cursor
}

/** Who asks for a webhook to send to, and which not to look at. */
interface Asked {
  readonly holder: string
  readonly now: Date
  /** Webhooks that the asking process sends to right now. */
  readonly except: readonly string[]
  /** Webhooks with so many waiting events get no new ones. */
  readonly waitingMax: number
}

/**
 * The webhook that has waited longest of those that have something to send and to which nobody is sending. A lease of the
 * asking process itself does not count: it died, and this is its next life.
 */
export async function findWebhookToServe(
  reader: Reader,
  { holder, now, except, waitingMax }: Asked,
): Promise<{ webhookId: string; partnerId: number } | null> {
  const rows = await reader.$queryRaw<{ webhookId: string; partnerId: number }[]>`
    select w.id as "webhookId", w.partner_id as "partnerId"
    from webhook w join webhook_cursor c on c.webhook_id = w.id left join webhook_lease l on l.webhook_id = w.id
    where w.removed_at is null and w.disabled_at is null and not w.id = any(${[...except]}::uuid[])
      and (c.paused_until is null or c.paused_until <= ${now}::timestamptz)
      and (l.webhook_id is null or l.holder = ${holder} or l.until <= ${now}::timestamptz)
      and (exists (select from webhook_delivery d
          where d.webhook_id = w.id and d.state = 'waiting' and d.next_try_at <= ${now}::timestamptz)
        or exists (select from feed_event f where f.partner_id = w.partner_id and f.number > c.number)
          and (select count(*) from (select from webhook_delivery d
            where d.webhook_id = w.id and d.state = 'waiting' limit ${waitingMax}) waiting) < ${waitingMax})
    order by c.tried_at nulls first, w.seq limit 1`
  return rows[0] ?? null
}

/** Takes the lease of a webhook; false when another process has it. Of two that try at once, one gets it. */
export async function takeWebhookLease(
  tx: Transaction,
  { webhookId, holder, now, until }: { webhookId: string; holder: string; now: Date; until: Date },
): Promise<boolean> {
  const taken = await tx.$executeRaw`
    insert into webhook_lease as lease (webhook_id, holder, until) values (${webhookId}::uuid, ${holder}, ${until}::timestamptz)
    on conflict (webhook_id) do update set holder = excluded.holder, until = excluded.until
    where lease.holder = excluded.holder or lease.until <= ${now}::timestamptz`
  return taken === 1
}

/** Gives a lease back; false when another process took it meanwhile, because it was held too long. */
export async function endWebhookLease(
  tx: Transaction,
  { webhookId, holder }: { webhookId: string; holder: string },
): Promise<boolean> {
  const ended = await tx.$executeRaw`
    delete from webhook_lease where webhook_id = ${webhookId}::uuid and holder = ${holder}`
  return ended === 1
}

/** The newest number of a partner's feed; 0 where there is none. */
export async function findNewestEventNumber(reader: Reader, partnerId: number): Promise<bigint> {
  const { newest } = theRow(
    await reader.$queryRaw<{ newest: bigint }[]>`
      select coalesce(max(number), 0) as newest from feed_event where partner_id = ${partnerId}`,
  )
  return newest
}

/** What a monitor watches of webhooks: how many there are by how they do, and since when the oldest event waits for the first try. */
export interface WebhookFigures {
  readonly working: number
  readonly failing: number
  readonly disabled: number
  readonly waiting: number
  readonly dead: number
  readonly oldestUnsentAt: Date | null
}

/** Reads the figures of all webhooks. */
export async function findWebhookFigures(reader: Reader): Promise<WebhookFigures> {
  return theRow(
    await reader.$queryRaw<WebhookFigures[]>`
      with live as (select w.id, w.partner_id, w.disabled_at, c.number, c.failures
        from webhook w join webhook_cursor c on c.webhook_id = w.id where w.removed_at is null)
      select (select count(*)::int from live where disabled_at is null and failures = 0) as working,
        (select count(*)::int from live where disabled_at is null and failures > 0) as failing,
        (select count(*)::int from live where disabled_at is not null) as disabled,
        (select count(*)::int from webhook_delivery d join live on live.id = d.webhook_id where d.state = 'waiting') as waiting,
        (select count(*)::int from webhook_delivery d join live on live.id = d.webhook_id where d.state = 'dead') as dead,
        (select min(first.at) from live, lateral (select f.at from feed_event f
          where f.partner_id = live.partner_id and f.number > live.number order by f.number limit 1) first
          where live.disabled_at is null) as "oldestUnsentAt"`,
  )
}
