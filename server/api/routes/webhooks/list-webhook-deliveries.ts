import { listWebhookDeliveries } from '../../../actions/webhooks/list-webhook-deliveries.ts'
import { route } from './deps.ts'
import { presentDelivery } from './present-webhook.ts'
import { DELIVERIES, DeliveriesQuery } from '../../schemas/webhooks/webhooks.ts'

export const listWebhookDeliveriesRoute = route({
  operation: 'listWebhookDeliveries',
  method: 'get',
  path: '/v1/webhooks/{webhookId}/deliveries',
  summary: 'List events that did not arrive at the first try',
  description:
    'Newest first. Those that did are in no list: the webhook says up to which event all is dealt with. What has ended is listed for 30 days.',
  caller: 'partner',
  scope: 'webhooks:write',
  query: DeliveriesQuery,
  response: DELIVERIES.response,
  refuses: ['webhook_unknown'],
  handle: async ({ deps, caller: { partnerId }, params: { webhookId }, query }) => {
    const { state = null, cursor: before = null, limit: rowsMax } = query
    const asked = { partnerId, webhookId, state, before, rowsMax }
    return DELIVERIES.present(await listWebhookDeliveries(deps, asked), presentDelivery)
  },
})
