import type { Database } from '../../database/engine/client.ts'
import { getWebhookCursor, saveWebhookCursor } from '../../database/webhook-cursors.ts'
import { saveWebhook } from '../../database/webhooks.ts'
import type { Clock } from '../../domain/environment.ts'
import { changeWebhook, type NamedWebhook } from './change-webhook.ts'
import { viewWebhook, type WebhookView } from './webhook-view.ts'

/** Sends to a webhook again whose receiver had answered 410, or at once to one that is left alone. It goes on where it stopped. */
export async function enableWebhook(deps: { db: Database; clock: Clock }, named: NamedWebhook): Promise<WebhookView> {
  return changeWebhook(deps, named, async (tx, webhook) => {
    const enabled = { ...webhook, disabledAt: null }
    await saveWebhook(tx, enabled)
    await saveWebhookCursor(tx, { ...(await getWebhookCursor(tx, webhook.id)), failures: 0, pausedUntil: null })
    return viewWebhook(tx, enabled, deps.clock.now())
  })
}
