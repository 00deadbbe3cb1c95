import { z } from 'zod'

import { PARTNER_EVENT_TYPES } from '../../../domain/partner-events.ts'
import {
  WEBHOOK_FAILURES,
  WEBHOOK_OVERLAP_SECONDS_MAX,
  WEBHOOK_REPLAYS_MAX,
  WEBHOOK_URL_LENGTH_MAX,
} from '../../../domain/webhooks.ts'
import { BY_SEQUENCE, listOf, wholeListOf } from '../pagination.ts'
import { orNull, TimeOut, Uuid } from '../values.ts'

const EventId = z.string().meta({ example: 'evt_42' })
const Status = z
  .int()
  .nullable()
  .meta({ description: 'What the receiver answered; null where it did not', example: 503 })
const Failure = z
  .enum(WEBHOOK_FAILURES)
  .meta({ id: 'WebhookFailure', description: 'Why a message did not arrive; `status` is any but 200 to 299' })

const unique = (given: readonly string[]) => new Set(given).size === given.length

export const AddWebhookBody = z
  .strictObject({
    url: z.string().min(1).max(WEBHOOK_URL_LENGTH_MAX).meta({
      description: 'https, of a public server, without a user name and without a #fragment',
      example: 'https://shop.example.com/entente',
    }),
    types: z
      .array(z.enum(PARTNER_EVENT_TYPES))
      .max(PARTNER_EVENT_TYPES.length)
      .refine(unique, 'names a type twice')
      .default([])
      .meta({ description: 'Types of events that are sent; none: all, those to come as well' }),
  })
  .meta({ id: 'AddWebhook' })

const webhook = {
  webhookId: Uuid,
  url: z.string(),
  types: z.array(z.string()).meta({ description: 'Empty: all' }),
  state: z.enum(['working', 'failing', 'disabled']).meta({
    description:
      '`failing`: nothing arrived in the last round. `disabled`: by you, or because the receiver answered 410; enable it to go on',
  }),
  publicKeys: z
    .array(z.string())
    .min(1)
    .max(2)
    .meta({
      description:
        'For `v1a` signatures: Ed25519, `whpk_` and base64. After a rotation the one before as well, while it signs',
      example: ['whpk_CsX0Z9xFC3vzzqvhhGsUkHf2ZBjmCwz7tgJKvRr0lQ8='],
    }),
  previousKeysUntil: TimeOut.nullable().meta({
    description: 'Until when the keys before the last rotation sign as well',
  }),
  sentThrough: EventId.meta({
    description: 'Every event up to this one arrived, is not of a type that is wanted, or is in the list of deliveries',
  }),
  waiting: z.int().meta({ description: 'Events that wait for another try' }),
  dead: z.int().meta({ description: 'Events that were tried often enough; replay them once the receiver works' }),
  pausedUntil: TimeOut.nullable().meta({ description: 'Nothing is sent before, because nothing arrived' }),
  lastDeliveredAt: TimeOut.nullable(),
  createdAt: TimeOut,
}

export const WebhookResponse = z.object(webhook).meta({ id: 'Webhook', description: 'Where your events are sent' })

export const WebhookWithSecretResponse = z
  .object({
    ...webhook,
    secret: z.string().meta({
      description: 'For `v1` signatures, shown this once: `whsec_` and base64',
      example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
    }),
  })
  .meta({ id: 'WebhookWithSecret' })

export const WebhooksResponse = wholeListOf('Webhooks', WebhookResponse)

export const RotateWebhookBody = z
  .strictObject({
    overlapSeconds: z.int().min(0).max(WEBHOOK_OVERLAP_SECONDS_MAX).default(86_400).meta({
      description: 'How long the keys before sign as well',
    }),
  })
  .meta({ id: 'RotateWebhook' })

export const WebhookTestResponse = z
  .object({
    messageId: z
      .string()
      .meta({ description: 'The `webhook-id` that was sent', example: 'test_019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f' }),
    delivered: z.boolean(),
    failure: orNull(Failure),
    status: Status,
  })
  .meta({ id: 'WebhookTest' })

export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const

const WebhookDeliveryResponse = z
  .object({
    deliveryId: Uuid,
    eventId: EventId,
    type: z.string(),
    state: z.enum(DELIVERY_STATES),
    tries: z.int(),
    lastFailure: Failure,
    lastStatus: Status,
    nextTryAt: TimeOut.nullable().meta({ description: 'Not before this time; null where it is not tried any more' }),
    createdAt: TimeOut,
    endedAt: TimeOut.nullable(),
  })
  .meta({ id: 'WebhookDelivery', description: 'An event that did not arrive at the first try' })

export const DELIVERIES = listOf({ name: 'WebhookDeliveries', item: WebhookDeliveryResponse, place: BY_SEQUENCE })

export const DeliveriesQuery = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional().meta({ description: '`dead`: the dead letters' }),
  ...DELIVERIES.query,
})

export const ReplayWebhookDeliveriesBody = z
  .strictObject({
    deliveryIds: z.array(Uuid).min(1).max(WEBHOOK_REPLAYS_MAX).refine(unique, 'names a delivery twice'),
  })
  .meta({ id: 'ReplayWebhookDeliveries' })

export const ReplayedDeliveriesResponse = wholeListOf('ReplayedDeliveries', WebhookDeliveryResponse)

export type WebhookDeliveryOut = z.input<typeof WebhookDeliveryResponse>
