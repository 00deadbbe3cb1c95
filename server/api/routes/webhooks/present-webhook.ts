import type { z } from 'zod'

import { eventId } from '../../../actions/events/event-document.ts'
import type { DeliveryView } from '../../../actions/webhooks/list-webhook-deliveries.ts'
import { writePublicKey } from '../../../actions/webhooks/webhook-keys.ts'
import type { WebhookView, WebhookWithSecret } from '../../../actions/webhooks/webhook-view.ts'
import type { WebhookDeliveryOut, WebhookResponse, WebhookWithSecretResponse } from '../../schemas/webhooks/webhooks.ts'

const time = (at: Date | null) => at && at.toISOString()

/** A webhook as its partner sees it: never its secret. */
export function presentWebhook(view: WebhookView): z.input<typeof WebhookResponse> {
  const { webhook, cursor, waiting, dead, isOverlapping } = view
  const { publicKey, previousPublicKey, previousUntil } = webhook
  const previous = isOverlapping && previousPublicKey !== null ? [previousPublicKey] : []
  return {
    webhookId: webhook.id,
    url: webhook.url,
    types: webhook.types,
    state: webhook.disabledAt !== null ? 'disabled' : cursor.failures > 0 ? 'failing' : 'working',
    publicKeys: [publicKey, ...previous].map(writePublicKey),
    previousKeysUntil: isOverlapping ? time(previousUntil) : null,
    sentThrough: eventId(cursor.number),
    waiting,
    dead,
    pausedUntil: time(cursor.pausedUntil),
    lastDeliveredAt: time(cursor.lastDeliveredAt),
    createdAt: webhook.createdAt.toISOString(),
  }
}

/** The same with the secret, for whoever made it. */
export function presentWebhookWithSecret(view: WebhookWithSecret): z.input<typeof WebhookWithSecretResponse> {
  return { ...presentWebhook(view), secret: view.secret }
}

/** An event that did not arrive at the first try. */
export function presentDelivery({ delivery, event }: DeliveryView): WebhookDeliveryOut {
  const { id, state, tries, lastFailure, lastStatus, nextTryAt, createdAt, endedAt } = delivery
  return {
    deliveryId: id,
    eventId: eventId(event.number),
    type: event.type,
    state,
    tries,
    lastFailure,
    lastStatus,
    nextTryAt: state === 'waiting' ? nextTryAt.toISOString() : null,
    createdAt: createdAt.toISOString(),
    endedAt: time(endedAt),
  }
}
