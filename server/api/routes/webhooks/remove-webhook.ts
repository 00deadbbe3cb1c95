import { removeWebhook } from '../../../actions/webhooks/remove-webhook.ts'
import { forPartner } from '../../for-partner.ts'
import { route } from './deps.ts'
import { presentWebhook } from './present-webhook.ts'
import { WebhookResponse } from '../../schemas/webhooks/webhooks.ts'

export const removeWebhookRoute = route({
  operation: 'removeWebhook',
  method: 'delete',
  path: '/v1/webhooks/{webhookId}',
  summary: 'Remove a webhook',
  description: 'Nothing more is sent to it, and its keys are forgotten. What waited for another try is dropped.',
  caller: 'partner',
  scope: 'webhooks:write',
  response: WebhookResponse,
  refuses: ['webhook_unknown'],
  handle: forPartner(removeWebhook, presentWebhook),
})
