import { setPin } from '../../../actions/sign-in/set-pin.ts'
import { route } from './deps.ts'
import { PinSetResponse, SetPinBody } from '../../schemas/sign-in/pins.ts'

export const setPinRoute = route({
  operation: 'setPin',
  method: 'post',
  path: '/v1/members/{memberId}/pin',
  summary: "Set a card member's PIN",
  description:
    'The first one: within 15 minutes by the partner that enrolled the member, later with the reset code that the operator gave the member. Or a new one with the old one; wrong tries at the old one count. All sessions of the member end.',
  caller: 'partner',
  scope: 'members:write',
  body: SetPinBody,
  repeatable: true,
  once: 'answer_kept',
  response: PinSetResponse,
  refuses: [
    'member_unknown',
    'consent_kind_unavailable',
    'pin_set_already',
    'reset_code_needed',
    'reset_code_wrong',
    'pin_unset',
    'pin_wrong',
    'pin_locked',
    'pin_tries_paused',
  ],
  handle: async ({ deps, caller: { partnerId }, params: { memberId }, body }) => {
    const { pin, currentPin = null, resetCode = null } = body
    const { setAt } = await setPin(deps, { memberId, pin, currentPin, resetCode, partnerId })
    return { memberId, setAt: setAt.toISOString() }
  },
})
