import type { FeedEvent } from '../../database/feed-events.ts'
import type { Webhook } from '../../database/webhooks.ts'
import type { Clock } from '../../domain/environment.ts'
import { type PostWebhook, WEBHOOK_BODY_BYTES_MAX, type WebhookAnswer } from '../../domain/webhooks.ts'
import { eventDocument } from '../events/event-document.ts'
import { signWebhook, type WebhookSeal } from './webhook-keys.ts'

export interface SendMessageDeps {
  readonly clock: Clock
  readonly webhookSeal: WebhookSeal
  readonly postWebhook: PostWebhook
}

/** What a webhook brings. The id is the same each time that it is tried. */
export interface WebhookMessage {
  readonly id: string
  readonly body: string
}

/** The message of an event: the event as the feed shows it. */
export function messageOf(event: FeedEvent): WebhookMessage {
  const document = eventDocument(event)
  return { id: document.id, body: JSON.stringify(document) }
}

const USER_AGENT = 'Entente-Webhooks/1'

/** Whether a message is small enough for any receiver. */
export function fits({ body }: WebhookMessage): boolean {
  return Buffer.byteLength(body) <= WEBHOOK_BODY_BYTES_MAX
}

/** Signs a message and sends it, once. */
export async function sendMessage(
  { clock, webhookSeal, postWebhook }: SendMessageDeps,
  webhook: Webhook,
  { message: { id, body }, signal }: { message: WebhookMessage; signal: AbortSignal },
): Promise<WebhookAnswer> {
  const signed = signWebhook(webhookSeal, webhook, { messageId: id, body, now: clock.now() })
  const headers = { 'content-type': 'application/json', 'user-agent': USER_AGENT, ...signed }
  return postWebhook({ url: webhook.url, headers, body, signal })
}
