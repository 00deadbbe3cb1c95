import type { Database } from '../../database/engine/client.ts'
import { saveWebhook } from '../../database/webhooks.ts'
import type { Clock } from '../../domain/environment.ts'
import { changeWebhook, type NamedWebhook } from './change-webhook.ts'
import { viewWebhook, type WebhookView } from './webhook-view.ts'

/** Sends nothing to a webhook any more, and forgets its keys. */
export async function removeWebhook(deps: { db: Database; clock: Clock }, named: NamedWebhook): Promise<WebhookView> {
  return changeWebhook(deps, named, async (tx, webhook) => {
    const removedAt = deps.clock.now()
    const removed = { ...webhook, sealed: null, previousSealed: null, removedAt }
    await saveWebhook(tx, removed)
    return viewWebhook(tx, removed, removedAt)
  })
}
