import { z } from 'zod'

import { setPin } from '../../actions/set-pin.ts'
import { route } from '../route.ts'
import { PinSetResponse, SetPinBody } from '../schemas/pins.ts'
import { Uuid } from '../schemas/values.ts'

export const setPinRoute = route({
  operation: 'setPin',
  method: 'post',
  path: '/v1/members/{memberId}/pin',
  summary: "Set a card member's PIN",
  description: 'The first one, or a new one with the old one; wrong tries at the old one count.',
  caller: 'partner',
  scope: 'members:write',
  params: z.strictObject({ memberId: Uuid }),
  body: SetPinBody,
  status: 200,
  response: PinSetResponse,
  refuses: ['member_unknown', 'consent_kind_unavailable', 'pin_set_already', 'pin_unset', 'pin_wrong', 'pin_locked'],
  handle: async ({ deps, params: { memberId }, body: { pin, currentPin = null } }) => {
    const { setAt } = await setPin(deps, { memberId, pin, currentPin })
    return { memberId, setAt: setAt.toISOString() }
  },
})
