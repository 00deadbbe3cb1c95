import type { AddWebhookDeps } from '../../../actions/webhooks/add-webhook.ts'
import type { TestWebhookDeps } from '../../../actions/webhooks/test-webhook.ts'
import type { Database } from '../../../database/engine/client.ts'
import { routeFor } from '../../route.ts'

/** What the routes of webhooks hand to actions. */
export type WebhooksDeps = AddWebhookDeps & TestWebhookDeps & { readonly db: Database }

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<WebhooksDeps>()
