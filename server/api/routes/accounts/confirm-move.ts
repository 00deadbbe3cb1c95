import { confirmMove } from '../../../actions/accounts/confirm-move.ts'
import { readMe } from '../../../actions/members/read-me.ts'
import { presentMe } from '../members/present-me.ts'
import { route } from './deps.ts'
import { ConfirmMoveBody } from '../../schemas/accounts/account-orders.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const confirmMoveRoute = route({
  operation: 'confirmMove',
  method: 'post',
  path: '/v1/me/move/confirm',
  summary: 'Confirm a move of your account, so that it need not wait',
  description:
    'With a passkey that had waited already when the move was asked for. One that was added since, or shortly before, confirms nothing.',
  caller: 'member',
  body: ConfirmMoveBody,
  repeatable: true,
  once: 'answer_kept',
  response: MeResponse,
  refuses: [
    'move_unknown',
    'passkey_unknown',
    'passkey_too_young',
    'account_signature_invalid',
    'account_closed',
    'account_moving',
    'account_used',
    'member_frozen',
    'points_reserved',
  ],
  handle: async ({ deps, caller: { memberId }, body }) => {
    await confirmMove(deps, memberId, body)
    return presentMe(await readMe(deps, memberId))
  },
})
