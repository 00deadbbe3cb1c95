import { disableWebhook } from '../../../actions/webhooks/disable-webhook.ts'
import { forPartner } from '../../for-partner.ts'
import { route } from './deps.ts'
import { presentWebhook } from './present-webhook.ts'
import { WebhookResponse } from '../../schemas/webhooks/webhooks.ts'

export const disableWebhookRoute = route({
  operation: 'disableWebhook',
  method: 'post',
  path: '/v1/webhooks/{webhookId}/disable',
  summary: 'Send nothing to a webhook for now',
  description: 'Until you enable it: then it goes on with the event at which it stopped, and none is lost.',
  caller: 'partner',
  scope: 'webhooks:write',
  repeatable: true,
  once: 'answer_kept',
  response: WebhookResponse,
  refuses: ['webhook_unknown'],
  handle: forPartner(disableWebhook, presentWebhook),
})
