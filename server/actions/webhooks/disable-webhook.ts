import type { Database } from '../../database/engine/client.ts'
import { saveWebhook } from '../../database/webhooks.ts'
import type { Clock } from '../../domain/environment.ts'
import { changeWebhook, type NamedWebhook } from './change-webhook.ts'
import { viewWebhook, type WebhookView } from './webhook-view.ts'

/** Sends nothing to a webhook until it is enabled, as after an answer 410. What happens meanwhile stays in the feed. */
export async function disableWebhook(deps: { db: Database; clock: Clock }, named: NamedWebhook): Promise<WebhookView> {
  return changeWebhook(deps, named, async (tx, webhook) => {
    const now = deps.clock.now()
    const disabled = { ...webhook, disabledAt: webhook.disabledAt ?? now }
    await saveWebhook(tx, disabled)
    return viewWebhook(tx, disabled, now)
  })
}
