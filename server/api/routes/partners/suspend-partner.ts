import { suspendPartner } from '../../../actions/partners/suspend-partner.ts'
import { presentPartnerStatus } from './present-partner.ts'
import { changesStatus } from './changes-status.ts'
import { route } from './deps.ts'

export const suspendPartnerRoute = route({
  operation: 'suspendPartner',
  method: 'post',
  path: '/v1/partners/{partnerId}/suspend',
  summary: 'Suspend a partner from issuing',
  description:
    'Its waiting entries are parked, and its new purchases refused, until it is resumed. Points already earned stay redeemable.',
  ...changesStatus,
  handle: async ({ deps, params: { partnerId } }) => presentPartnerStatus(await suspendPartner(deps, partnerId)),
})
