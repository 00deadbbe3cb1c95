import { z } from 'zod'

import { Decimal, HexOut, NumberOut, PointsOut, text, TimeOut } from '../values.ts'

const REASON_LENGTH_MAX = 200

export const QuarantineResponse = z
  .object({
    since: TimeOut,
    batches: NumberOut.meta({
      description: 'Batches on the ledger that this server never formed, and nobody released',
    }),
    throughEntry: NumberOut.meta({ description: 'The last entry of the newest of them' }),
    signedBy: z.enum(['own_key', 'hosted_key']).meta({
      description:
        "With the partner's own key, as is its right; or one of them with a hosted key, which only this server should have",
    }),
    pointsCredited: PointsOut,
    pointsDebited: PointsOut,
    transactionHash: HexOut.nullable().meta({
      description: 'Of the newest; null while a reorganisation has taken them back',
    }),
  })
  .meta({
    id: 'Quarantine',
    description:
      'Why nothing more of a partner is posted until the operator has looked; its purchases are accepted and wait',
  })

export const ReleaseBody = z
  .strictObject({
    throughEntry: Decimal.refine((entry) => entry >= 1n, 'must be at least 1').meta({
      description: 'The `throughEntry` that was looked at',
      example: '51',
    }),
    reason: text(REASON_LENGTH_MAX).meta({
      description: 'Kept with the batches',
      example: 'gift points, says their office',
    }),
  })
  .meta({ id: 'ReleasePartner' })
