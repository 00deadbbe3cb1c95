import { listReturns } from '../../../actions/purchases/list-returns.ts'
import { presentReturnView } from './present-return.ts'
import { route } from './deps.ts'
import { withinDay } from '../../within-day.ts'
import { listAskedOfMembers } from '../../schemas/pagination.ts'
import { RETURNS, ReturnsQuery } from '../../schemas/purchases/returns.ts'

export const listReturnsRoute = route({
  operation: 'listReturns',
  method: 'get',
  path: '/v1/returns',
  summary: 'List returns',
  description: 'Newest first, by when they were recorded. `returnRef` finds the one return of a reference.',
  caller: 'partner',
  scope: 'ledger:read',
  query: ReturnsQuery,
  response: RETURNS.response,
  handle: async ({ deps, caller: { partnerId }, query }) => {
    const { returnRef = null, state = null } = query
    return RETURNS.present(
      await listReturns(deps, {
        ...listAskedOfMembers(await withinDay(deps, partnerId, query)),
        partnerId,
        returnRef,
        state,
      }),
      presentReturnView,
    )
  },
})
