import type { Database } from '../../database/engine/client.ts'
import { saveWebhook } from '../../database/webhooks.ts'
import type { Clock, Randomness } from '../../domain/environment.ts'
import { changeWebhook, type NamedWebhook } from './change-webhook.ts'
import { makeWebhookKeys, type WebhookSeal } from './webhook-keys.ts'
import { viewWebhook, type WebhookWithSecret } from './webhook-view.ts'

/**
 * Gives a webhook new keys. The ones before sign as well until the overlap is over, so that a receiver can change over; those
 * before them end at once.
 */
export async function rotateWebhook(
  deps: { db: Database; clock: Clock; randomness: Randomness; webhookSeal: WebhookSeal },
  { overlapSeconds, ...named }: NamedWebhook & { overlapSeconds: number },
): Promise<WebhookWithSecret> {
  return changeWebhook(deps, named, async (tx, webhook) => {
    const now = deps.clock.now()
    const { sealed, publicKey, secret } = makeWebhookKeys(deps, webhook.id)
    const rotated = {
      ...webhook,
      sealed,
      publicKey,
      previousSealed: webhook.sealed,
      previousPublicKey: webhook.publicKey,
      previousUntil: new Date(now.getTime() + overlapSeconds * 1_000),
    }
    await saveWebhook(tx, rotated)
    return { ...(await viewWebhook(tx, rotated, now)), secret }
  })
}
