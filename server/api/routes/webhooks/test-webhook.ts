import { testWebhook } from '../../../actions/webhooks/test-webhook.ts'
import { forPartner } from '../../for-partner.ts'
import { route } from './deps.ts'
import { WebhookTestResponse } from '../../schemas/webhooks/webhooks.ts'

export const testWebhookRoute = route({
  operation: 'testWebhook',
  method: 'post',
  path: '/v1/webhooks/{webhookId}/test',
  summary: 'Send a test event to a webhook',
  description:
    'An event of type `webhook.test`, signed like any other, is sent once and at once. The answer says how it went, after 15 seconds at most.',
  caller: 'partner',
  scope: 'webhooks:write',
  reads: true,
  response: WebhookTestResponse,
  refuses: ['webhook_unknown', 'too_many_requests'],
  handle: forPartner(testWebhook, (test) => ({ ...test })),
})
