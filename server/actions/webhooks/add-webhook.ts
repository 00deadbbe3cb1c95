import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { findNewestEventNumber, saveWebhookCursor } from '../../database/webhook-cursors.ts'
import { insertWebhook, listWebhooksOfPartner } from '../../database/webhooks.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'
import type { PartnerEventType } from '../../domain/partner-events.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type CheckWebhookUrl, WEBHOOKS_PER_PARTNER_MAX } from '../../domain/webhooks.ts'
import { makeWebhookKeys, type WebhookSeal } from './webhook-keys.ts'
import { viewWebhook, type WebhookWithSecret } from './webhook-view.ts'

export interface AddWebhookDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly randomness: Randomness
  readonly webhookSeal: WebhookSeal
  readonly checkWebhookUrl: CheckWebhookUrl
}

/** Has the events of a partner sent to a URL, from the next one on. */
export async function addWebhook(
  deps: AddWebhookDeps,
  { partnerId, url, types }: { partnerId: number; url: string; types: readonly PartnerEventType[] },
): Promise<WebhookWithSecret> {
  const { db, clock, ids, checkWebhookUrl } = deps
  const reason = checkWebhookUrl(url)
  if (reason !== null) throw new Rejection('webhook_url_refused', { reason })
  return db.transaction(async (tx) => {
    // Of two that come at once, the second one sees the first.
    await lockPartner(tx, partnerId)
    if ((await listWebhooksOfPartner(tx, partnerId)).length >= WEBHOOKS_PER_PARTNER_MAX)
      throw new Rejection('webhooks_too_many', { webhooksMax: WEBHOOKS_PER_PARTNER_MAX })
    const id = ids.next()
    const { sealed, publicKey, secret } = makeWebhookKeys(deps, id)
    const webhook = await insertWebhook(tx, {
      id,
      partnerId,
      url: new URL(url).href,
      types: [...types],
      sealed,
      publicKey,
      previousSealed: null,
      previousPublicKey: null,
      previousUntil: null,
      createdAt: clock.now(),
      disabledAt: null,
      removedAt: null,
    })
    const number = await findNewestEventNumber(tx, partnerId)
    await saveWebhookCursor(tx, {
      webhookId: id,
      number,
      failures: 0,
      pausedUntil: null,
      triedAt: null,
      lastDeliveredAt: null,
    })
    return { ...(await viewWebhook(tx, webhook, clock.now())), secret }
  })
}
