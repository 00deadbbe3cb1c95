import { dropNextKey } from '../../../actions/partners/drop-next-key.ts'
import { presentPartnerStatus } from './present-partner.ts'
import { route } from './deps.ts'
import { PartnerStatusResponse } from '../../schemas/partners/partners.ts'

export const dropNextKeyRoute = route({
  operation: 'dropNextKey',
  method: 'delete',
  path: '/v1/partners/{partnerId}/next-key',
  summary: 'Take a change of a key back',
  description:
    'While the registry does not name the new key, and no call that would is announced: cancel that first. Its keystore is deleted.',
  caller: 'operator',
  operatorScopes: ['operator:partners'],
  response: PartnerStatusResponse,
  refuses: ['partner_unknown', 'key_change_unknown', 'key_change_under_way'],
  handle: async ({ deps, params: { partnerId } }) => presentPartnerStatus(await dropNextKey(deps, partnerId)),
})
