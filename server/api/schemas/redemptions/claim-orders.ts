import { z } from 'zod'

import { PasskeyHints } from '../sign-in/passkeys.ts'
import { TypedData } from '../sign-in/proofs.ts'
import { HexOut, orNull, PartnerNumber, PointsOut, TimeOut, Uuid } from '../values.ts'

/** A reward that is held for a member who has not consented yet. */
export const ClaimOrderResponse = z
  .object({
    redemption: z.object({
      redemptionId: Uuid,
      partnerId: PartnerNumber,
      rewardId: Uuid,
      points: PointsOut,
      state: z.string(),
      expiresAt: TimeOut,
      consentKinds: z.array(z.enum(['wallet', 'passkey', 'pin'])),
    }),
    typedData: TypedData,
    digest: HexOut,
    passkeys: orNull(PasskeyHints),
  })
  .meta({ id: 'ClaimOrder' })
