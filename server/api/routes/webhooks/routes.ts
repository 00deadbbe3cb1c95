import type { Route } from '../../route.ts'
import { addWebhookRoute } from './add-webhook.ts'
import { disableWebhookRoute } from './disable-webhook.ts'
import { enableWebhookRoute } from './enable-webhook.ts'
import { listWebhookDeliveriesRoute } from './list-webhook-deliveries.ts'
import { listWebhooksRoute } from './list-webhooks.ts'
import { removeWebhookRoute } from './remove-webhook.ts'
import { replayWebhookDeliveriesRoute } from './replay-webhook-deliveries.ts'
import { rotateWebhookRoute } from './rotate-webhook.ts'
import { testWebhookRoute } from './test-webhook.ts'
import type { WebhooksDeps } from './deps.ts'

/** The routes of webhooks, in the order of the document. */
export const webhooksRoutes: readonly Route<WebhooksDeps>[] = [
  addWebhookRoute,
  listWebhooksRoute,
  testWebhookRoute,
  rotateWebhookRoute,
  disableWebhookRoute,
  enableWebhookRoute,
  removeWebhookRoute,
  listWebhookDeliveriesRoute,
  replayWebhookDeliveriesRoute,
]
