import type { Reader } from '../../database/engine/client.ts'
import { listWebhooksOfPartner } from '../../database/webhooks.ts'
import type { Clock } from '../../domain/environment.ts'
import { viewWebhook, type WebhookView } from './webhook-view.ts'

/** The webhooks of a partner, newest first, with how they do. */
export async function listWebhooks(
  { db, clock }: { db: Reader; clock: Clock },
  partnerId: number,
): Promise<WebhookView[]> {
  const webhooks = await listWebhooksOfPartner(db, partnerId)
  return Promise.all(webhooks.map((webhook) => viewWebhook(db, webhook, clock.now())))
}
