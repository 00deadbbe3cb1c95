import { addWebhook } from '../../../actions/webhooks/add-webhook.ts'
import { route } from './deps.ts'
import { presentWebhookWithSecret } from './present-webhook.ts'
import { AddWebhookBody, WebhookWithSecretResponse } from '../../schemas/webhooks/webhooks.ts'

export const addWebhookRoute = route({
  operation: 'addWebhook',
  method: 'post',
  path: '/v1/webhooks',
  summary: 'Add a webhook',
  description:
    'Your events are sent to the URL from the next one on, signed by Standard Webhooks, each at least once. The secret is shown this once.',
  caller: 'partner',
  scope: 'webhooks:write',
  body: AddWebhookBody,
  repeatable: true,
  once: 'answer_shown_once',
  // The address may have a secret in it, so it is not in the log.
  audit: { keeps: ['types'] },
  status: 201,
  response: WebhookWithSecretResponse,
  refuses: ['webhook_url_refused', 'webhooks_too_many'],
  handle: async ({ deps, caller: { partnerId }, body }) =>
    presentWebhookWithSecret(await addWebhook(deps, { partnerId, ...body })),
})
