import { listRedemptions } from '../../../actions/redemptions/list-redemptions.ts'
import { presentRedemption } from './present-redemption.ts'
import { route } from './deps.ts'
import { withinDay } from '../../within-day.ts'
import { listAskedOfMembers } from '../../schemas/pagination.ts'
import { REDEMPTIONS, RedemptionsQuery } from '../../schemas/redemptions/redemptions.ts'

export const listRedemptionsRoute = route({
  operation: 'listRedemptions',
  method: 'get',
  path: '/v1/redemptions',
  summary: 'List redemptions',
  description:
    'Newest first, by when their points were held. `reference` finds the one redemption of a reference of the till.',
  caller: 'partner',
  scope: 'redemptions:write',
  orScope: 'ledger:read',
  query: RedemptionsQuery,
  response: REDEMPTIONS.response,
  handle: async ({ deps, caller: { partnerId }, query }) => {
    const { reference = null, state = null } = query
    return REDEMPTIONS.present(
      await listRedemptions(deps, {
        ...listAskedOfMembers(await withinDay(deps, partnerId, query)),
        partnerId,
        reference,
        state,
      }),
      presentRedemption,
    )
  },
})
