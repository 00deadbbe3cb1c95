import { setOwnPin } from '../../../actions/sign-in/set-own-pin.ts'
import { route } from './deps.ts'
import { PinSetResponse, SetOwnPinBody } from '../../schemas/sign-in/pins.ts'

export const setOwnPinRoute = route({
  operation: 'setOwnPin',
  method: 'post',
  path: '/v1/me/pin',
  summary: 'Set your own PIN',
  description:
    'The first one, or a new one with the old one; wrong tries at the old one count. All other sessions end, and other browsers are not known any more.',
  caller: 'member',
  body: SetOwnPinBody,
  repeatable: true,
  once: 'answer_kept',
  response: PinSetResponse,
  refuses: ['consent_kind_unavailable', 'pin_set_already', 'pin_unset', 'pin_wrong', 'pin_locked'],
  handle: async ({ deps, caller: { memberId, tokenHash }, body: { pin, currentPin = null }, device }) => {
    const { setAt } = await setOwnPin(deps, { memberId, pin, currentPin, sessionTokenHash: tokenHash, device })
    return { memberId, setAt: setAt.toISOString() }
  },
})
