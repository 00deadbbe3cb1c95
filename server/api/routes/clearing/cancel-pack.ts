import { cancelPack } from '../../../actions/clearing/cancel-pack.ts'
import { PackResponse } from '../../schemas/clearing/packs.ts'
import { route } from './deps.ts'
import { presentPack } from './present-packs.ts'

export const cancelPackRoute = route({
  operation: 'cancelPack',
  method: 'post',
  path: '/v1/partners/{partnerId}/packs/{packNumber}/cancel',
  summary: 'Cancel a prepaid pack that is not paid',
  caller: 'operator',
  operatorScopes: ['operator:clearing'],
  repeatable: true,
  once: 'answer_kept',
  response: PackResponse,
  refuses: ['partner_unknown', 'pack_unknown', 'pack_closed'],
  handle: async ({ deps, params: { partnerId, packNumber } }) =>
    presentPack(await cancelPack(deps, { partnerId, number: packNumber })),
})
