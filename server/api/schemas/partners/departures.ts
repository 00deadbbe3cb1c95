import { z } from 'zod'

import { RETURNS_DAYS_DEFAULT, RETURNS_DAYS_MAX } from '../../../domain/departures.ts'
import { Address, HexOut, NumberOut, TimeOut } from '../values.ts'

export const RetireBody = z
  .strictObject({
    returnsDays: z.int().min(0).max(RETURNS_DAYS_MAX).default(RETURNS_DAYS_DEFAULT).meta({
      description: 'So many days it takes returns and gives points back; the ledger lets points back for 31 days',
    }),
  })
  .meta({ id: 'RetirePartner' })

export const NextKeyBody = z
  .strictObject({
    issuerAddress: Address.optional().meta({
      description: "Of the partner's own signer; left out: a hosted, encrypted key is made",
    }),
  })
  .meta({ id: 'SetNextKey' })

export const DepartureResponse = z
  .object({
    state: z.enum(['leaving', 'stayed', 'left']),
    askedAt: TimeOut,
    returnsUntil: TimeOut.meta({ description: 'Returns, and points given back, are taken before this moment' }),
    endedAt: TimeOut.nullable(),
  })
  .meta({ id: 'Departure', description: 'That a partner is asked to leave' })

export const DepartureDetailsResponse = DepartureResponse.extend({
  stage: z.enum(['winding_down', 'awaiting_registry', 'left']).meta({
    description:
      'It has something open, or takes returns still; the administrator can retire it in the registry; the registry has let go of it',
  }),
  open: z
    .object({
      entries: NumberOut.meta({ description: 'Accepted, and in no final block yet' }),
      holds: NumberOut,
      burns: NumberOut.meta({ description: 'Captured, and neither burned in a final block nor refused' }),
      restorations: NumberOut,
    })
    .meta({ description: 'What would be cut off if the registry let go of it now' }),
}).meta({ id: 'DepartureDetails' })

export const NextKeyResponse = z
  .object({
    kind: z.enum(['hosted', 'external']),
    address: HexOut,
    since: TimeOut,
    issues: z.boolean().nullable().meta({ description: 'Whether the registry names it for batches' }),
    redeems: z.boolean().nullable().meta({ description: 'Whether the registry names it for redemptions' }),
  })
  .meta({ id: 'NextKey', description: 'The key that a partner is to sign with next' })
