import type { Database } from '../../database/engine/client.ts'
import { lockWebhookDeliveries, saveWebhookDeliveries } from '../../database/webhook-deliveries.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { changeWebhook, type NamedWebhook } from './change-webhook.ts'
import { type DeliveryView, withEvents } from './list-webhook-deliveries.ts'

/** Sends events again that did not arrive at the first try, with all their tries before them and under the same ids, whatever became of them. */
export async function replayWebhookDeliveries(
  deps: { db: Database; clock: Clock },
  { deliveryIds, ...named }: NamedWebhook & { deliveryIds: readonly string[] },
): Promise<DeliveryView[]> {
  return changeWebhook(deps, named, async (tx, { id: webhookId, partnerId }) => {
    const found = await lockWebhookDeliveries(tx, { webhookId, ids: deliveryIds })
    const unknown = deliveryIds.find((id) => !found.some((delivery) => delivery.id === id))
    if (unknown !== undefined) throw new Rejection('delivery_unknown', { deliveryId: unknown })
    const nextTryAt = deps.clock.now()
    const replayed = found.map((delivery) => ({
      ...delivery,
      state: 'waiting' as const,
      tries: 0,
      nextTryAt,
      endedAt: null,
    }))
    await saveWebhookDeliveries(tx, replayed)
    return withEvents(tx, partnerId, replayed)
  })
}
