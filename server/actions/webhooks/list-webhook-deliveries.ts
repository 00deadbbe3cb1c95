import type { Reader } from '../../database/engine/client.ts'
import { type FeedEvent, listFeedEventsByNumber } from '../../database/feed-events.ts'
import { listWebhookDeliveryRows, type WebhookDelivery } from '../../database/webhook-deliveries.ts'
import { findWebhook } from '../../database/webhooks.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { NamedWebhook } from './change-webhook.ts'

/** An event that did not arrive at the first try. */
export interface DeliveryView {
  readonly delivery: WebhookDelivery
  readonly event: FeedEvent
}

/** Lists the events of a webhook that did not arrive at the first try, newest first. */
export async function listWebhookDeliveries(
  { db }: { db: Reader },
  {
    partnerId,
    webhookId,
    ...asked
  }: NamedWebhook & { state: WebhookDelivery['state'] | null; before: bigint | null; rowsMax: number },
): Promise<Page<DeliveryView, bigint>> {
  if ((await findWebhook(db, { partnerId, webhookId })) === null) throw new Rejection('webhook_unknown')
  const found = await listWebhookDeliveryRows(db, { webhookId, ...asked, rowsMax: asked.rowsMax + 1 })
  const { rows, next } = cutPage(found, asked.rowsMax, ({ seq }) => seq)
  return { rows: await withEvents(db, partnerId, rows), next }
}

/** Deliveries with their events, which are kept for ever. */
export async function withEvents(
  reader: Reader,
  partnerId: number,
  deliveries: readonly WebhookDelivery[],
): Promise<DeliveryView[]> {
  const events = await listFeedEventsByNumber(reader, { partnerId, numbers: deliveries.map(({ number }) => number) })
  const byNumber = new Map(events.map((event) => [event.number, event]))
  return deliveries.flatMap((delivery) => {
    const event = byNumber.get(delivery.number)
    return event === undefined ? [] : [{ delivery, event }]
  })
}
