import { resetPin } from '../../../actions/sign-in/reset-pin.ts'
import { route } from './deps.ts'
import { PinResetResponse } from '../../schemas/sign-in/pins.ts'

export const resetPinRoute = route({
  operation: 'resetPin',
  method: 'post',
  path: '/v1/members/{memberId}/pin-reset',
  summary: "Take a member's PIN back",
  description:
    'A PIN that was forgotten or locked, or was never set. `resetCode`, good for 7 days, lets the member set the next one at any till: make sure that it reaches nobody else. Asked again, it is another one, and the one before is void.',
  caller: 'operator',
  operatorScopes: ['operator:members'],
  repeatable: true,
  once: 'answer_shown_once',
  response: PinResetResponse,
  refuses: ['member_unknown'],
  handle: async ({ deps, params: { memberId } }) => {
    const { expiresAt, ...reset } = await resetPin(deps, { memberId })
    return { ...reset, expiresAt: expiresAt.toISOString() }
  },
})
