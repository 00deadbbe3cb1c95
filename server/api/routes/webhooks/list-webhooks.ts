import { listWebhooks } from '../../../actions/webhooks/list-webhooks.ts'
import { route } from './deps.ts'
import { presentWebhook } from './present-webhook.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { WebhooksResponse } from '../../schemas/webhooks/webhooks.ts'

export const listWebhooksRoute = route({
  operation: 'listWebhooks',
  method: 'get',
  path: '/v1/webhooks',
  summary: 'List your webhooks',
  description: 'Newest first, with how each of them does, and without their secrets.',
  caller: 'partner',
  scope: 'webhooks:write',
  response: WebhooksResponse,
  handle: async ({ deps, caller: { partnerId } }) => presentWhole(await listWebhooks(deps, partnerId), presentWebhook),
})
