import type { Reader } from '../../database/engine/client.ts'
import { getWebhookCursor, type WebhookCursor } from '../../database/webhook-cursors.ts'
import { countDeliveries } from '../../database/webhook-deliveries.ts'
import type { Webhook } from '../../database/webhooks.ts'

/** A webhook with how it does. */
export interface WebhookView {
  readonly webhook: Webhook
  readonly cursor: WebhookCursor
  readonly waiting: number
  readonly dead: number
  /** Whether the keys before the last rotation still sign. */
  readonly isOverlapping: boolean
}

/** Looks up how a webhook does. */
export async function viewWebhook(reader: Reader, webhook: Webhook, now: Date): Promise<WebhookView> {
  const cursor = await getWebhookCursor(reader, webhook.id)
  const { waiting, dead } = await countDeliveries(reader, webhook.id)
  return {
    webhook,
    cursor,
    waiting,
    dead,
    isOverlapping: webhook.previousUntil !== null && now < webhook.previousUntil,
  }
}

/** A webhook and its secret, which is shown only this once. */
export interface WebhookWithSecret extends WebhookView {
  readonly secret: string
}
