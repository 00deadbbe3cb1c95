import { startMoveCode } from '../../../actions/accounts/start-move-code.ts'
import { route } from './deps.ts'
import { CodeSentResponse, StartMoveCodeBody } from '../../schemas/members/identifiers.ts'

export const startMoveCodeRoute = route({
  operation: 'startMoveCode',
  method: 'post',
  path: '/v1/me/move/code',
  summary: 'Have a code sent that confirms a move at once',
  description:
    'To a contact that you proved at least as long ago as a move waits: a newer one could be that of whoever asked for the move.',
  caller: 'member',
  body: StartMoveCodeBody,
  repeatable: true,
  once: 'answer_kept',
  status: 202,
  response: CodeSentResponse,
  refuses: [
    'move_unknown',
    'contact_unknown',
    'contact_too_new',
    'channel_unavailable',
    'too_many_requests',
    'budget_used_up',
  ],
  handle: async ({ deps, caller: { memberId }, body: { kind }, networkAddress }) => {
    const { expiresAt } = await startMoveCode(deps, { memberId, kind, networkAddress })
    return { expiresAt: expiresAt.toISOString() }
  },
})
