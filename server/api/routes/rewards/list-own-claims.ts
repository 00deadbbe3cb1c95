import { z } from 'zod'

import { listOwnClaims } from '../../../actions/rewards/list-own-claims.ts'
import { presentOwnClaim } from './present-reward.ts'
import { route } from './deps.ts'
import { OWN_CLAIMS } from '../../schemas/rewards/rewards.ts'

export const listOwnClaimsRoute = route({
  operation: 'listOwnClaims',
  method: 'get',
  path: '/v1/me/claims',
  summary: 'List your own claims',
  description: 'Newest first. A gift code is shown once its points are burned on the ledger.',
  caller: 'member',
  query: z.strictObject(OWN_CLAIMS.query),
  response: OWN_CLAIMS.response,
  handle: async ({ deps, caller: { memberId }, query: { cursor = null, limit } }) =>
    OWN_CLAIMS.present(await listOwnClaims(deps, { memberId, before: cursor, rowsMax: limit }), presentOwnClaim),
})
