import { listClaims } from '../../../actions/rewards/list-claims.ts'
import { presentClaim } from './present-reward.ts'
import { route } from './deps.ts'
import { listAsked } from '../../schemas/pagination.ts'
import { CLAIMS, ClaimsQuery } from '../../schemas/rewards/rewards.ts'

export const listClaimsRoute = route({
  operation: 'listClaims',
  method: 'get',
  path: '/v1/claims',
  summary: 'List claims',
  description: 'Newest first, by when they were issued.',
  caller: 'partner',
  scope: 'rewards:write',
  query: ClaimsQuery,
  response: CLAIMS.response,
  handle: async ({ deps, caller: { partnerId }, query }) => {
    const { memberId = null, rewardId = null, state = null } = query
    return CLAIMS.present(
      await listClaims(deps, { ...listAsked(query), partnerId, memberId, rewardId, state }),
      presentClaim,
    )
  },
})
