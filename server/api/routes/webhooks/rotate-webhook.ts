import { rotateWebhook } from '../../../actions/webhooks/rotate-webhook.ts'
import { route } from './deps.ts'
import { presentWebhookWithSecret } from './present-webhook.ts'
import { RotateWebhookBody, WebhookWithSecretResponse } from '../../schemas/webhooks/webhooks.ts'

export const rotateWebhookRoute = route({
  operation: 'rotateWebhook',
  method: 'post',
  path: '/v1/webhooks/{webhookId}/rotate',
  summary: 'Give a webhook new keys',
  description:
    'A secret, which is shown this once, and a public key. The keys before sign as well until the overlap is over: change your receiver over meanwhile. With 0 they end at once.',
  caller: 'partner',
  scope: 'webhooks:write',
  body: RotateWebhookBody,
  audit: { keeps: ['overlapSeconds'] },
  repeatable: true,
  once: 'answer_shown_once',
  response: WebhookWithSecretResponse,
  refuses: ['webhook_unknown'],
  handle: async ({ deps, caller: { partnerId }, params: { webhookId }, body }) =>
    presentWebhookWithSecret(await rotateWebhook(deps, { partnerId, webhookId, ...body })),
})
