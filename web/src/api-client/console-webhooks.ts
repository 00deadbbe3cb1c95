import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import type { ListPage } from './console.ts'
import { dataOf, server } from './request.ts'

export type Webhook = Schemas['Webhook']
export type NewWebhook = Schemas['AddWebhook']
export type WebhookWithSecret = Schemas['WebhookWithSecret']
export type WebhookTest = Schemas['WebhookTest']
export type WebhookFailure = Schemas['WebhookFailure']
export type Delivery = Schemas['WebhookDelivery']

/** As many as one request replays. */
const REPLAYED_AT_ONCE = '100'
/** More dead letters than fit in so many requests are left for the next press of the button. */
const REPLAYS_MAX = 50

const ofWebhook = (webhookId: string) => ({ path: { webhookId } })

/** The webhooks of the partner, newest first. */
export async function listWebhooks(): Promise<Webhook[]> {
  return (await dataOf(server.GET('/v1/webhooks'))).data
}

/** Adds a webhook; its secret is told this once. */
export function addWebhook(body: NewWebhook): Promise<WebhookWithSecret> {
  return askOnce(['webhook', body], (header) => dataOf(server.POST('/v1/webhooks', { params: { header }, body })))
}

/** Sends a test event at once, and says how it went. */
export function testWebhook(webhookId: string): Promise<WebhookTest> {
  return dataOf(server.POST('/v1/webhooks/{webhookId}/test', { params: ofWebhook(webhookId) }))
}

/** Gives a webhook new keys; the secret is told this once. */
export function rotateWebhook(webhookId: string, overlapSeconds: number): Promise<WebhookWithSecret> {
  return askOnce(['rotate', webhookId, overlapSeconds], (header) =>
    dataOf(
      server.POST('/v1/webhooks/{webhookId}/rotate', {
        params: { ...ofWebhook(webhookId), header },
        body: { overlapSeconds },
      }),
    ),
  )
}

/** Sends nothing to a webhook for now. */
export function disableWebhook(webhookId: string): Promise<Webhook> {
  return askOnce(['disable', webhookId], (header) =>
    dataOf(server.POST('/v1/webhooks/{webhookId}/disable', { params: { ...ofWebhook(webhookId), header } })),
  )
}

/** Sends to a webhook again, from where it stopped. */
export function enableWebhook(webhookId: string): Promise<Webhook> {
  return askOnce(['enable', webhookId], (header) =>
    dataOf(server.POST('/v1/webhooks/{webhookId}/enable', { params: { ...ofWebhook(webhookId), header } })),
  )
}

/** Removes a webhook for ever. */
export function removeWebhook(webhookId: string): Promise<Webhook> {
  return dataOf(server.DELETE('/v1/webhooks/{webhookId}', { params: ofWebhook(webhookId) }))
}

/** Events that did not arrive at the first try, newest first: those of a state, or all. */
export function listDeliveries(
  webhookId: string,
  { state, cursor, limit = '20' }: { state: Delivery['state'] | null; cursor: string | null; limit?: string },
): Promise<ListPage<Delivery>> {
  const query = { limit, ...(state === null ? {} : { state }), ...(cursor === null ? {} : { cursor }) }
  return dataOf(server.GET('/v1/webhooks/{webhookId}/deliveries', { params: { ...ofWebhook(webhookId), query } }))
}

/** Sends events again. */
export async function replayDeliveries(webhookId: string, deliveryIds: string[]): Promise<number> {
  const { data } = await askOnce(['replay', webhookId, deliveryIds], (header) =>
    dataOf(
      server.POST('/v1/webhooks/{webhookId}/replay', {
        params: { ...ofWebhook(webhookId), header },
        body: { deliveryIds },
      }),
    ),
  )
  return data.length
}

/** Sends all dead letters again, and says how many there were. */
export async function replayDeadLetters(webhookId: string): Promise<number> {
  let replayed = 0
  for (let request = 0; request < REPLAYS_MAX; request += 1) {
    const asked = { state: 'dead', cursor: null, limit: REPLAYED_AT_ONCE } as const
    const { data } = await listDeliveries(webhookId, asked)
    if (data.length === 0) break
    replayed += await replayDeliveries(
      webhookId,
      data.map(({ deliveryId }) => deliveryId),
    )
  }
  return replayed
}
