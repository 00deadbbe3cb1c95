import type { WebhookFailure } from '../domain/webhooks.ts'
import type { Reader, Transaction } from './engine/client.ts'
import { theRow, type Narrow } from './engine/row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import { columnList, type NewRow } from './engine/tables.ts'
import type { WebhookDeliveryModel } from './generated/models.ts'

/** An event that did not arrive at the first try. */
export type WebhookDelivery = Narrow<
  WebhookDeliveryModel,
  { state: 'waiting' | 'delivered' | 'dead'; lastFailure: WebhookFailure }
>

declare module './engine/tables.ts' {
  interface Rows {
    webhook_delivery: WebhookDelivery
  }
}

/** Stores events that did not arrive. */
export async function insertWebhookDeliveries(
  tx: Transaction,
  deliveries: readonly NewRow<'webhook_delivery'>[],
): Promise<void> {
  await insertNewRows(tx, 'webhook_delivery', deliveries, 'an event of a webhook fails for the first time once')
}

/** Stores what became of deliveries. The caller holds the lease of their webhook, or has locked it. */
export async function saveWebhookDeliveries(tx: Transaction, deliveries: readonly WebhookDelivery[]): Promise<void> {
  await saveRows(tx, 'webhook_delivery', deliveries)
}

/** Deliveries of a webhook whose turn it is, the one that has waited longest first. */
export async function listDueWebhookDeliveries(
  reader: Reader,
  { webhookId, now, rowsMax }: { webhookId: string; now: Date; rowsMax: number },
): Promise<WebhookDelivery[]> {
  return reader.$queryRawUnsafe<WebhookDelivery[]>(
    `select ${columnList('webhook_delivery')} from webhook_delivery
     where webhook_id = $1::uuid and state = 'waiting' and next_try_at <= $2::timestamptz
     order by next_try_at, seq limit $3`,
    webhookId,
    now.toISOString(),
    rowsMax,
  )
}

/** How many events of a webhook wait for another try. */
export async function countWaitingDeliveries(reader: Reader, webhookId: string): Promise<number> {
  return Number(
    theRow(
      await reader.$queryRaw<{ waiting: bigint }[]>`
        select count(*) as waiting from webhook_delivery where webhook_id = ${webhookId}::uuid and state = 'waiting'`,
    ).waiting,
  )
}

/** Deliveries of a webhook before a place, newest first, in one state where it is named. */
export async function listWebhookDeliveryRows(
  reader: Reader,
  {
    webhookId,
    state,
    before,
    rowsMax,
  }: { webhookId: string; state: WebhookDelivery['state'] | null; before: bigint | null; rowsMax: number },
): Promise<WebhookDelivery[]> {
  return (await reader.webhookDelivery.findMany({
    where: { webhookId, ...(state === null ? {} : { state }), ...(before === null ? {} : { seq: { lt: before } }) },
    orderBy: { seq: 'desc' },
    take: rowsMax,
  })) as WebhookDelivery[]
}

/** Deliveries of a webhook by their ids, locked until the transaction ends. */
export async function lockWebhookDeliveries(
  tx: Transaction,
  { webhookId, ids }: { webhookId: string; ids: readonly string[] },
): Promise<WebhookDelivery[]> {
  return tx.$queryRawUnsafe<WebhookDelivery[]>(
    `select ${columnList('webhook_delivery')} from webhook_delivery
     where webhook_id = $1::uuid and id = any($2::uuid[]) order by seq for update`,
    webhookId,
    [...ids],
  )
}

/** Deletes deliveries that ended before a moment. A replay of the journal may bring them back, and nothing is sent for them. */
export async function deleteEndedDeliveries(tx: Transaction, before: Date): Promise<void> {
  await tx.webhookDelivery.deleteMany({ where: { endedAt: { lt: before } } })
}

/** How many events of a webhook wait for another try, and how many are dead. */
export async function countDeliveries(
  reader: Reader,
  webhookId: string,
): Promise<{ readonly waiting: number; readonly dead: number }> {
  return theRow(
    await reader.$queryRaw<{ waiting: number; dead: number }[]>`
      select (count(*) filter (where state = 'waiting'))::int as waiting, (count(*) filter (where state = 'dead'))::int as dead
      from webhook_delivery where webhook_id = ${webhookId}::uuid`,
  )
}
