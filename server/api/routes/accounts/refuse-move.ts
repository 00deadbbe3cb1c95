import { refuseMove } from '../../../actions/accounts/refuse-move.ts'
import { readMe } from '../../../actions/members/read-me.ts'
import { presentMe } from '../members/present-me.ts'
import { route } from './deps.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const refuseMoveRoute = route({
  operation: 'refuseMove',
  method: 'post',
  path: '/v1/me/move/refuse',
  summary: 'Refuse a move of your account',
  description: 'Being signed in is enough. Possible while the move is `waiting`.',
  caller: 'member',
  repeatable: true,
  once: 'answer_kept',
  response: MeResponse,
  refuses: ['move_unknown'],
  handle: async ({ deps, caller: { memberId } }) => {
    await refuseMove(deps, memberId)
    return presentMe(await readMe(deps, memberId))
  },
})
