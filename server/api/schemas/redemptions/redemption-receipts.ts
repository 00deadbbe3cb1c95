import { z } from 'zod'

import { HexOut, NumberOut, PartnerNumber, PointsOut, TimeOut, Uuid } from '../values.ts'

const Logged = z.object({
  points: PointsOut,
  blockNumber: NumberOut,
  blockHash: HexOut.nullable().meta({ description: 'Null where the server has forgotten it; the chain has not' }),
  transactionHash: HexOut,
  includedAt: TimeOut,
})

export const RedemptionReceiptResponse = z
  .object({
    kind: z.literal('redemption').meta({ description: 'Tells it from the receipt of an entry, which has a leaf' }),
    redemptionId: Uuid,
    order: z
      .object({
        partnerId: PartnerNumber,
        member: HexOut.meta({ description: 'Whose points were spent' }),
        points: PointsOut,
        reward: HexOut.meta({ description: 'A salted hash of what was given: see `given`' }),
        nonce: NumberOut,
        deadline: NumberOut.meta({ description: 'Unix seconds' }),
      })
      .meta({ description: 'What the member signed' }),
    orderHash: HexOut.meta({ description: 'EIP-712 struct hash of the order' }),
    memberSignature: HexOut,
    given: z
      .object({
        rewardId: Uuid.nullable(),
        reference: z.string().nullable(),
        salt: z.string().nullable(),
        rewardText: z.string().nullable(),
      })
      .meta({ description: 'What `order.reward` commits to; `rewardId` is null for a discount on the basket' }),
    burned: Logged.meta({ id: 'LoggedPoints', description: 'Where the chain has it' }),
    restored: z.array(Logged).meta({ description: 'What came back of it, oldest first' }),
    contract: HexOut.meta({ description: 'The contract whose PointsRedeemed event it is' }),
    howToCheck: z.array(z.string()),
  })
  .meta({ id: 'RedemptionReceipt' })
