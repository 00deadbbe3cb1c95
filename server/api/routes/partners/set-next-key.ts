import { setNextKey } from '../../../actions/partners/set-next-key.ts'
import { presentNextKey, presentPartnerStatus } from './present-partner.ts'
import { route } from './deps.ts'
import { NextKeyBody } from '../../schemas/partners/departures.ts'
import { KeyChangeResponse } from '../../schemas/partners/partners.ts'

export const setNextKeyRoute = route({
  operation: 'setNextKey',
  method: 'post',
  path: '/v1/partners/{partnerId}/next-key',
  summary: 'Begin to change the key of a partner',
  description:
    'Makes a hosted key, or takes note of one of its own. The administrator has the registry name it (`setIssuerKey` and `setRedemptionKey`, with a ' +
    'delay). From that block on the server signs with it, and what was signed with the old key and is not posted is signed again. ' +
    "Once both are final it is the partner's key, and the keystore of the old one is deleted.",
  caller: 'operator',
  operatorScopes: ['operator:partners'],
  repeatable: true,
  once: 'answer_kept',
  body: NextKeyBody,
  status: 201,
  response: KeyChangeResponse,
  refuses: ['partner_unknown', 'partner_left', 'key_change_under_way'],
  handle: async ({ deps, params: { partnerId }, body: { issuerAddress = null } }) => {
    const { partner, nextKey } = await setNextKey(deps, { partnerId, issuerAddress })
    return { ...presentPartnerStatus(partner), nextKey: presentNextKey(nextKey, null) }
  },
})
