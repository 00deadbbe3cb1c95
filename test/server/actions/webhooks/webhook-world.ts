import { randomUUID } from 'node:crypto'

import { addWebhook } from '../../../../server/actions/webhooks/add-webhook.ts'
import { listWebhookDeliveries } from '../../../../server/actions/webhooks/list-webhook-deliveries.ts'
import { listWebhooks } from '../../../../server/actions/webhooks/list-webhooks.ts'
import {
  createWebhookSender,
  type SendWebhooksDeps,
  type WebhookSender,
} from '../../../../server/actions/webhooks/send-webhooks.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { noteEvents } from '../../../../server/database/feed-events.ts'
import type { PartnerEventType } from '../../../../server/domain/partner-events.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { type Receiver, startReceiver } from '../../../support/webhook-receiver.ts'
import { aPartner } from '../../api/support/coalition.ts'
import { type RunningApi, startApi } from '../../api/support/running-api.ts'

/** A partner, its receiver, and senders of as many processes as a test wants. */
export class WebhookWorld {
  readonly db: Database
  readonly api: RunningApi
  readonly partnerId: number
  receiver: Receiver
  private readonly senders: WebhookSender[] = []
  private readonly others: Receiver[] = []

  constructor(api: RunningApi, partnerId: number, receiver: Receiver) {
    this.db = api.deps.db
    this.api = api
    this.partnerId = partnerId
    this.receiver = receiver
  }

  sender(holder = 'one', changed: Partial<SendWebhooksDeps> = {}): WebhookSender {
    const told = { report: () => undefined, roundEnded: () => undefined }
    const sender = createWebhookSender({ ...this.api.deps, holder, ...told, ...changed })
    this.senders.push(sender)
    return sender
  }

  async anotherReceiver(): Promise<Receiver> {
    const receiver = await startReceiver()
    this.others.push(receiver)
    return receiver
  }

  /** Has things happen to a partner. */
  async note(
    count: number,
    type: PartnerEventType = 'accrual.accepted',
    partnerId = this.partnerId,
    data = {},
  ): Promise<void> {
    const at = this.api.clock.now()
    await this.db.transaction(async (tx) => {
      noteEvents(
        tx,
        Array.from({ length: count }, () => ({ partnerId, type, objectId: randomUUID(), data, at })),
      )
    })
  }

  add(types: PartnerEventType[] = [], url = this.receiver.url, partnerId = this.partnerId) {
    return addWebhook(this.api.deps, { partnerId, url, types })
  }

  /** Ids that have arrived, in their order. */
  ids(): (string | undefined)[] {
    return this.receiver.received.map(({ headers }) => headers['webhook-id'])
  }

  async view() {
    const [newest] = await listWebhooks(this.api.deps, this.partnerId)
    if (newest === undefined) throw new Error('there is a webhook')
    return newest
  }

  async deliveries(webhookId: string) {
    const asked = { partnerId: this.partnerId, webhookId, state: null, before: null, rowsMax: 100 }
    return (await listWebhookDeliveries(this.api.deps, asked)).rows.map(({ delivery }) => delivery)
  }

  async close(): Promise<void> {
    for (const sender of this.senders) await sender.stop()
    for (const receiver of [this.receiver, ...this.others]) await receiver.close()
    await this.api.close()
  }
}

/** Opens a world whose clock shows the present: receivers look at the time of what they get. */
export async function openWebhookWorld(): Promise<WebhookWorld> {
  const api = await startApi(await sharedTestDatabase())
  api.clock.advance(Date.now() - api.clock.now().getTime())
  return new WebhookWorld(api, (await aPartner(api.deps)).id, await startReceiver())
}

/** Runs rounds until there is nothing to send now. */
export async function drain(sender: WebhookSender): Promise<void> {
  do while (await sender.step());
  while (await sender.settled().then(() => sender.step()))
}
