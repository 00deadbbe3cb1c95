import { setPackAlert } from '../../../actions/clearing/set-pack-alert.ts'
import { PackAlertBody, PacksResponse } from '../../schemas/clearing/packs.ts'
import { route } from './deps.ts'
import { presentPacks } from './present-packs.ts'

export const setPackAlertRoute = route({
  operation: 'setPackAlert',
  method: 'post',
  path: '/v1/partners/{partnerId}/packs/alert',
  summary: 'Set at how many points left in its packs a partner is warned',
  description:
    'Once, by the event `partner.limit_warning`, when no more are left. A paid pack or another level arms it again.',
  caller: 'operator',
  operatorScopes: ['operator:clearing'],
  body: PackAlertBody,
  audit: { keeps: ['points'] },
  repeatable: true,
  once: 'answer_kept',
  response: PacksResponse,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId }, body: { points } }) =>
    presentPacks(await setPackAlert(deps, { partnerId, points })),
})
