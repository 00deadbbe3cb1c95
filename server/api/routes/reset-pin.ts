import { z } from 'zod'

import { resetPin } from '../../actions/reset-pin.ts'
import { route } from '../route.ts'
import { PinResetResponse } from '../schemas/pins.ts'
import { Uuid } from '../schemas/values.ts'

export const resetPinRoute = route({
  operation: 'resetPin',
  method: 'post',
  path: '/v1/members/{memberId}/pin-reset',
  summary: "Take a member's PIN back",
  description: 'A PIN that was forgotten or locked; the next one is set as a first one.',
  caller: 'operator',
  params: z.strictObject({ memberId: Uuid }),
  status: 200,
  response: PinResetResponse,
  refuses: ['member_unknown'],
  handle: async ({ deps, params: { memberId } }) => resetPin(deps, { memberId }),
})
