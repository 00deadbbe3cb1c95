import { enableWebhook } from '../../../actions/webhooks/enable-webhook.ts'
import { forPartner } from '../../for-partner.ts'
import { route } from './deps.ts'
import { presentWebhook } from './present-webhook.ts'
import { WebhookResponse } from '../../schemas/webhooks/webhooks.ts'

export const enableWebhookRoute = route({
  operation: 'enableWebhook',
  method: 'post',
  path: '/v1/webhooks/{webhookId}/enable',
  summary: 'Send to a webhook again',
  description:
    'After it was disabled or its receiver had answered 410, or at once where it is left alone for a while. It goes on with the event at which it stopped: none is lost.',
  caller: 'partner',
  scope: 'webhooks:write',
  repeatable: true,
  once: 'answer_kept',
  response: WebhookResponse,
  refuses: ['webhook_unknown'],
  handle: forPartner(enableWebhook, presentWebhook),
})
