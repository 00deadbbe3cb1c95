import { listOwnClaims } from '../../../actions/rewards/list-own-claims.ts'
import { presentOwnClaim } from './present-reward.ts'
import { route } from './deps.ts'
import { OwnClaimsResponse } from '../../schemas/rewards/rewards.ts'

export const listOwnClaimsRoute = route({
  operation: 'listOwnClaims',
  method: 'get',
  path: '/v1/me/claims',
  summary: 'List your own claims',
  description: 'The newest 200. A gift code is shown once its points are burned on the ledger.',
  caller: 'member',
  status: 200,
  response: OwnClaimsResponse,
  refuses: [],
  handle: async ({ deps, caller: { memberId } }) => ({
    claims: (await listOwnClaims(deps, memberId)).map(presentOwnClaim),
  }),
})
