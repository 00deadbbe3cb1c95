import { z } from 'zod'

import { State, MemberReferenceBody } from '../members/members.ts'
import { MetadataIn } from '../metadata.ts'
import { BY_TIME, isPeriod, listOf, memberFilters, PERIOD_FAULT, referenceFilter } from '../pagination.ts'
import { AmountMinor, AmountOut, Currency, Instant, PointsOut, Reference, Uuid } from '../values.ts'
import { basket, onTheWay, parties, recorded } from './recorded.ts'

/** How many purchases a list may have. The action has the same limit; a test compares them. */
export const PURCHASES_MAX = 1_000

const OrderRefFilter = referenceFilter("The partner's own order reference", 'T1-2026-000123')

const money = {
  currency: Currency,
  amountMinor: AmountMinor,
  eligibleMinor: AmountMinor.optional().meta({ description: 'The part that earns points; all of it when left out' }),
  occurredAt: Instant.meta({ description: 'When the sale was made, by the till' }),
}

export const RecordPurchaseBody = z
  .strictObject({
    orderRef: Reference.meta({
      description: "The partner's own order or receipt number; unique for ever",
      example: 'T1-2026-000123',
    }),
    member: MemberReferenceBody,
    locationId: Reference.optional().meta({ example: 'store-12' }),
    ...money,
    metadata: MetadataIn,
  })
  .meta({ id: 'RecordPurchase' })

export const RecordPurchasesBody = z
  .strictObject({
    // Each is checked on its own, so that one that is malformed does not hold up its neighbours.
    purchases: z
      .array(z.unknown().meta({ $ref: '#/components/schemas/RecordPurchase' }))
      .min(1)
      .max(PURCHASES_MAX),
  })
  .meta({ id: 'RecordPurchases' })

export const QuotePurchaseBody = z
  .strictObject({
    ...money,
    locationId: Reference.optional(),
    firstPurchase: z.boolean().default(false).meta({ description: 'As for a member who bought nothing here before' }),
    occurredAt: Instant.optional(),
  })
  .meta({ id: 'QuotePurchase' })

const RuleShare = z
  .object({ ruleId: Uuid.meta({ description: 'Of the version' }), points: PointsOut })
  .meta({ id: 'RuleShare', description: 'What a rule gives beside the earning rule' })

const SkippedRule = z
  .object({ ruleId: Uuid, fault: z.string() })
  .meta({ id: 'SkippedRule', description: 'A rule whose condition could not tell, and why: it gave nothing' })

export const EarningResponse = z
  .object({
    earningRuleId: Uuid,
    version: z.int(),
    points: PointsOut,
    perMinor: AmountOut,
    pointsMax: PointsOut,
    explanation: z.string().meta({
      description: 'The arithmetic in words and numbers',
      example: '1999 / 100 * 1 = 19.99, rounded down to 19',
    }),
    rules: z.array(RuleShare).meta({ description: 'In the order in which they give' }),
    skipped: z.array(SkippedRule),
  })
  .meta({ id: 'Earning', description: 'Why these points: the rule and its arithmetic' })

export const PurchaseResponse = z
  .object({
    purchaseId: Uuid,
    ...parties,
    orderRef: z.string(),
    ...basket,
    eligibleMinor: AmountOut,
    points: PointsOut,
    state: State,
    earning: EarningResponse,
    ...recorded,
  })
  .meta({ id: 'Purchase' })

export const ReadPurchaseResponse = PurchaseResponse.extend({
  orderRef: z.string().nullable().meta({ description: 'Null once the member is erased' }),
  ...onTheWay,
  returnedMinor: AmountOut.meta({ description: 'What returns took back so far' }),
  pointsReversed: PointsOut,
}).meta({ id: 'PurchaseDetails' })

/** A partner's own purchases. */
export const PURCHASES = listOf({ name: 'Purchases', item: ReadPurchaseResponse, place: BY_TIME })

export const PurchasesQuery = z
  .strictObject({ orderRef: OrderRefFilter, ...memberFilters, state: State.optional(), ...PURCHASES.query })
  .refine(isPeriod, PERIOD_FAULT)

export const QuoteResponse = z.object({ points: PointsOut, earning: EarningResponse }).meta({ id: 'Quote' })

export const CalculationResponse = z
  .object({
    entryId: Uuid,
    points: PointsOut,
    eligibleMinor: AmountOut,
    rules: z.array(z.object({ document: z.string(), points: PointsOut })).meta({
      description:
        'The earning rule, and then the others in the order in which they gave; the keccak256 of a document is its name',
    }),
    inputs: z.string().nullable().meta({
      description:
        "What the rules were asked about, with a salt, as canonical JSON: its keccak256 is the explanation's `inputs`. Null where the earning rule alone gave the points, and once the member is erased",
    }),
  })
  .meta({ id: 'Calculation', description: 'All that is needed to work the points out again' })

/** Why one of a list was refused. */
export const ListedProblem = z.object({
  code: z.string(),
  title: z.string(),
  status: z.int(),
  details: z.record(z.string(), z.unknown()).optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})

export const RecordPurchasesResponse = z
  .object({
    recorded: z.int(),
    repeated: z.int(),
    refused: z.int(),
    purchases: z.array(
      z.discriminatedUnion('outcome', [
        z
          .object({
            outcome: z.enum(['recorded', 'repeated']),
            orderRef: z.string(),
            purchaseId: Uuid,
            points: PointsOut,
            earningRuleVersion: z.int(),
          })
          .meta({ id: 'ListedPurchaseRecorded' }),
        z
          .object({
            outcome: z.literal('refused'),
            orderRef: z.string().nullable().meta({ description: 'Null when the purchase was malformed' }),
            problem: ListedProblem,
          })
          .meta({ id: 'ListedPurchaseRefused' }),
      ]),
    ),
  })
  .meta({ id: 'RecordedPurchases', description: 'One outcome for each purchase, in the order of the request' })
