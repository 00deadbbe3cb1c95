import { z } from 'zod'

import { isPinGoodEnough } from '../../../domain/pins.ts'
import { Pin } from './proofs.ts'
import { TimeOut, Uuid } from '../values.ts'

/** A PIN that is being chosen. */
export const NewPin = Pin.refine(isPinGoodEnough, 'must not be one digit repeated, nor a run such as 1234').meta({
  type: 'string',
  pattern: '^[0-9]{4,8}$',
  description: '4 to 8 digits; not one digit repeated, not a run',
  example: '2580',
})

export const SetOwnPinBody = z
  .strictObject({
    pin: NewPin,
    currentPin: Pin.optional().meta({ description: 'Needed once there is a PIN', example: '1379' }),
  })
  .meta({ id: 'SetOwnPin' })

export const SetPinBody = z
  .strictObject({
    ...SetOwnPinBody.shape,
    resetCode: z.string().min(1).max(32).optional().meta({
      description: 'What the operator gave the member, for a first PIN after the enrolment',
      example: '7K2M-9QXA-41TF',
    }),
  })
  .meta({ id: 'SetPin' })

export const PinSetResponse = z.object({ memberId: Uuid, setAt: TimeOut }).meta({ id: 'PinSet' })

export const PinResetResponse = z
  .object({
    memberId: Uuid,
    resetCode: z.string().meta({ description: 'For the member only: with it the next PIN is set, once, at any till' }),
    expiresAt: TimeOut,
  })
  .meta({ id: 'PinReset' })
