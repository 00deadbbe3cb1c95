import { readErasure } from '../../../actions/accounts/read-erasure.ts'
import { refuseErasure } from '../../../actions/accounts/refuse-erasure.ts'
import { ErasureResponse } from '../../schemas/accounts/erasures.ts'
import { presentErasure } from './present-erasure.ts'
import { route } from './deps.ts'

export const refuseErasureRoute = route({
  operation: 'refuseErasure',
  method: 'post',
  path: '/v1/me/erasure/refuse',
  summary: 'Keep your account',
  description: 'Being signed in is enough. Possible while the erasure waits.',
  caller: 'member',
  repeatable: true,
  once: 'answer_kept',
  response: ErasureResponse,
  refuses: ['erasure_unknown'],
  handle: async ({ deps, caller: { memberId } }) => {
    await refuseErasure(deps, memberId)
    return presentErasure(await readErasure(deps, memberId))
  },
})
