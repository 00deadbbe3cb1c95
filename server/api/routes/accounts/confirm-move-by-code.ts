import { confirmMoveByCode } from '../../../actions/accounts/confirm-move-by-code.ts'
import { readMe } from '../../../actions/members/read-me.ts'
import { presentMe } from '../members/present-me.ts'
import { route } from './deps.ts'
import { ConfirmMoveByCodeBody } from '../../schemas/members/identifiers.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const confirmMoveByCodeRoute = route({
  operation: 'confirmMoveByCode',
  method: 'post',
  path: '/v1/me/move/code/confirmation',
  summary: 'Confirm a move with a code',
  description: 'The move of a card account is then made now, without the rest of its wait.',
  caller: 'member',
  body: ConfirmMoveByCodeBody,
  repeatable: true,
  once: 'answer_kept',
  response: MeResponse,
  refuses: ['move_unknown', 'contact_unknown', 'contact_too_new', 'code_wrong'],
  handle: async ({ deps, caller: { memberId }, body: { kind, code } }) => {
    await confirmMoveByCode(deps, { memberId, kind, code })
    return presentMe(await readMe(deps, memberId))
  },
})
