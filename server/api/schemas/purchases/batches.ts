import { z } from 'zod'

import { State } from '../members/members.ts'
import { BY_TIME, isPeriod, listOf, period, PERIOD_FAULT } from '../pagination.ts'
import { HexOut, NumberOut, PartnerNumber, PointsOut, TimeOut, Uuid } from '../values.ts'

export const BatchResponse = z
  .object({
    batchId: Uuid,
    partnerId: PartnerNumber,
    firstEntry: NumberOut,
    entryCount: z.int(),
    receiptsRoot: HexOut,
    batchHash: HexOut.meta({ description: "The batch's name on chain: EIP-712 struct hash" }),
    credited: PointsOut,
    debited: PointsOut.meta({
      description: 'Points asked back; what was posted may be less where they were spent already',
    }),
    state: State,
    parkedReason: z.string().nullable(),
    createdAt: TimeOut,
    posted: z
      .object({
        blockNumber: NumberOut,
        blockHash: HexOut,
        transactionHash: HexOut,
        credited: PointsOut,
        debited: PointsOut,
        gasUsed: NumberOut,
        includedAt: TimeOut,
        seenAt: TimeOut,
      })
      .nullable(),
  })
  .meta({ id: 'Batch' })

/** A partner's own batches. */
export const BATCHES = listOf({ name: 'Batches', item: BatchResponse, place: BY_TIME })

/** What a batch can be: its entries moved points, and were accepted before it was formed. */
const BatchState = State.exclude(['no_points', 'accepted']).meta({ id: 'BatchState' })

export const BatchesQuery = z
  .strictObject({ ...period, state: BatchState.optional(), ...BATCHES.query })
  .refine(isPeriod, PERIOD_FAULT)

const Share = { points: PointsOut.meta({ description: 'Positive, also where points went back' }) }
const RuleShares = z.array(
  z.object({ hash: HexOut.meta({ description: "keccak256 of the rule's document" }), ...Share }),
)

/** What the leaf of an entry commits to besides the entry: see server/domain/explanations.ts. */
export const Explanation = z
  .union([
    z
      .strictObject({
        inputs: HexOut.optional().meta({ description: 'keccak256 of what the rules were asked about' }),
        rules: RuleShares,
      })
      .meta({ title: 'of an accrual' }),
    z
      .strictObject({ reverses: z.array(z.object({ entry: NumberOut, ...Share })), rules: RuleShares })
      .meta({ title: 'of a reversal' }),
    z
      .strictObject({ takenFrom: NumberOut.meta({ description: 'Number of the accrual that it follows' }) })
      .meta({ title: 'of the recovery of a shortfall' }),
  ])
  .meta({ id: 'ReceiptExplanation' })

export const ReceiptResponse = z
  .object({
    entryId: Uuid,
    leaf: z.object({
      entryNumber: NumberOut,
      orderCommitment: HexOut,
      partnerId: PartnerNumber,
      account: HexOut,
      points: PointsOut,
      kind: z.int().meta({ description: '1 accrual, 2 accrual reversal, 3 shortfall recovery' }),
      explanationHash: HexOut.nullable().meta({ description: 'Null in version 1, whose leaves have six values' }),
    }),
    leafVersion: z.union([z.literal(1), z.literal(2)]),
    leafTypes: z.array(z.string()),
    explanation: Explanation.nullable().meta({ description: 'What explains the points; null in version 1' }),
    order: z
      .object({ reference: z.string().nullable(), salt: HexOut.nullable() })
      .meta({ description: 'What the order commitment commits to' }),
    proof: z.array(HexOut),
    batch: BatchResponse,
    contract: HexOut.meta({ description: 'The contract whose BatchPosted event holds the receipts root' }),
    howToCheck: z.array(z.string()),
  })
  .meta({ id: 'Receipt' })
