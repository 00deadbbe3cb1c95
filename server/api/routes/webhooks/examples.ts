import type { OperationExamples } from '../../operation-example.ts'

const WEBHOOK = {
  webhookId: '0199b2c4-11aa-7f03-9c5d-6e1a2b3c4d5e',
  url: 'https://shop.example.com/entente',
  types: ['redemption.captured', 'redemption.voided'],
  state: 'working',
  publicKeys: ['whpk_CsX0Z9xFC3vzzqvhhGsUkHf2ZBjmCwz7tgJKvRr0lQ8='],
  previousKeysUntil: null,
  sentThrough: 'evt_42',
  waiting: 0,
  dead: 0,
  pausedUntil: null,
  lastDeliveredAt: '2026-11-23T10:15:01.000Z',
  createdAt: '2026-11-23T08:00:00.000Z',
}
const SECRET = `whsec_${Buffer.from('a secret that an example can show').toString('base64')}`
const DELIVERY = {
  deliveryId: '0199b2c5-7d20-7b11-8f3e-0a9b8c7d6e5f',
  eventId: 'evt_40',
  type: 'redemption.captured',
  state: 'dead',
  tries: 10,
  lastFailure: 'status',
  lastStatus: 503,
  nextTryAt: null,
  createdAt: '2026-11-20T06:00:00.000Z',
  endedAt: '2026-11-23T09:35:00.000Z',
}

export const webhooksExamples: OperationExamples = {
  addWebhook: {
    body: { url: WEBHOOK.url, types: WEBHOOK.types },
    answer: { ...WEBHOOK, lastDeliveredAt: null, secret: SECRET },
  },
  listWebhooks: { answer: { data: [WEBHOOK], nextCursor: null } },
  testWebhook: {
    answer: { messageId: 'test_0199b2c6-03fe-7a44-b1d2-c3e4f5a6b7c8', delivered: true, failure: null, status: 204 },
  },
  rotateWebhook: {
    body: { overlapSeconds: 86_400 },
    answer: {
      ...WEBHOOK,
      publicKeys: ['whpk_hJq3vJ0mDkGQG1rYV1nSxGJ9FQwqXvW4jvYpJq0mWm8=', ...WEBHOOK.publicKeys],
      previousKeysUntil: '2026-11-24T10:15:00.000Z',
      secret: SECRET,
    },
  },
  disableWebhook: { answer: { ...WEBHOOK, state: 'disabled' } },
  enableWebhook: { answer: WEBHOOK },
  removeWebhook: { answer: WEBHOOK },
  listWebhookDeliveries: { answer: { data: [DELIVERY], nextCursor: null } },
  replayWebhookDeliveries: {
    body: { deliveryIds: [DELIVERY.deliveryId] },
    answer: {
      data: [{ ...DELIVERY, state: 'waiting', tries: 0, nextTryAt: '2026-11-23T10:15:00.000Z', endedAt: null }],
      nextCursor: null,
    },
  },
}
