import type { Reader } from '../../database/engine/client.ts'
import { findWebhook } from '../../database/webhooks.ts'
import type { Ids } from '../../domain/environment.ts'
import { Rejection, Transient } from '../../domain/rejection.ts'
import { failureOf, isDelivered, type WebhookFailure } from '../../domain/webhooks.ts'
import type { TryLimit } from '../requests/limit-tries.ts'
import type { NamedWebhook } from './change-webhook.ts'
import { sendMessage, type SendMessageDeps } from './send-message.ts'

/** Type of the event that a test sends. It is in no feed. */
export const TEST_EVENT_TYPE = 'webhook.test'

export interface TestWebhookDeps extends SendMessageDeps {
  readonly db: Reader
  readonly ids: Ids
  readonly webhookTests: TryLimit
}

/** How a test went. */
export interface WebhookTest {
  readonly messageId: string
  readonly delivered: boolean
  readonly failure: WebhookFailure | null
  readonly status: number | null
}

/** Sends a test event to a webhook, once and at once, also to one that is disabled. Nothing is changed by how it goes. */
export async function testWebhook(deps: TestWebhookDeps, named: NamedWebhook): Promise<WebhookTest> {
  const { db, clock, ids, webhookTests } = deps
  const webhook = await findWebhook(db, named)
  if (webhook === null) throw new Rejection('webhook_unknown')
  await webhookTests.take(String(named.partnerId))
  const messageId = `test_${ids.next()}`
  const event = { id: messageId, type: TEST_EVENT_TYPE, timestamp: clock.now().toISOString() }
  const body = JSON.stringify({ ...event, data: { webhookId: webhook.id } })
  // Nothing ends it but its own limit of time.
  const { signal } = new AbortController()
  const answer = await sendMessage(deps, webhook, { message: { id: messageId, body }, signal })
  if (answer.kind === 'stopped') throw new Transient('the server is stopping', null)
  if (isDelivered(answer))
    return { messageId, delivered: true, failure: null, status: answer.kind === 'answered' ? answer.status : null }
  const { lastFailure: failure, lastStatus: status } = failureOf(answer)
  return { messageId, delivered: false, failure, status }
}
