import { replayWebhookDeliveries } from '../../../actions/webhooks/replay-webhook-deliveries.ts'
import { route } from './deps.ts'
import { presentDelivery } from './present-webhook.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { ReplayedDeliveriesResponse, ReplayWebhookDeliveriesBody } from '../../schemas/webhooks/webhooks.ts'

export const replayWebhookDeliveriesRoute = route({
  operation: 'replayWebhookDeliveries',
  method: 'post',
  path: '/v1/webhooks/{webhookId}/replay',
  summary: 'Send events again',
  description:
    'Dead letters, or any other of the list, under the `webhook-id` that they always had and with all their tries again. All or none: one that is unknown refuses the request.',
  caller: 'partner',
  scope: 'webhooks:write',
  body: ReplayWebhookDeliveriesBody,
  audit: { keeps: ['deliveryIds'] },
  repeatable: true,
  once: 'answer_kept',
  response: ReplayedDeliveriesResponse,
  refuses: ['webhook_unknown', 'delivery_unknown'],
  handle: async ({ deps, caller: { partnerId }, params: { webhookId }, body: { deliveryIds } }) =>
    presentWhole(await replayWebhookDeliveries(deps, { partnerId, webhookId, deliveryIds }), presentDelivery),
})
