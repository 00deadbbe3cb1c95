import { z } from 'zod'

import { Pin } from '../sign-in/proofs.ts'
import { Decimal, PointsOut, TimeOut } from '../values.ts'

const ToldPoints = Decimal.meta({
  description: 'What the account holds, as the member was told and confirmed it',
  example: '200',
})

export const RequestErasureBody = z
  .strictObject({ points: ToldPoints, pin: Pin.optional() })
  .meta({ id: 'RequestErasure', description: 'The PIN is needed of a card member' })

export const EraseMemberBody = z.strictObject({ points: ToldPoints }).meta({ id: 'EraseMember' })

const OPEN = z
  .enum(['hold', 'redemption', 'entry', 'restoration', 'move', 'account_act', 'recovery', 'freeze'])
  .meta({ id: 'OpenMatter', description: 'What is still on its way, and would be lost' })

export const ErasureResponse = z
  .object({
    points: PointsOut.meta({ description: 'What would be lost: points run out on the ledger at their usual end' }),
    open: z.array(z.object({ matter: OPEN, until: TimeOut.nullable() })),
    readyAt: TimeOut.nullable().meta({
      description: 'When an erasure that was asked for is carried out, if nobody refuses it; null: none waits',
    }),
  })
  .meta({ id: 'ErasureOutlook' })

export const ErasedResponse = z
  .object({
    state: z.enum(['waiting', 'erased']),
    readyAt: TimeOut.nullable().meta({ description: 'When one that waits is carried out' }),
  })
  .meta({ id: 'RequestedErasure' })
