import { z } from 'zod'

import { BY_TIME_AND_NAME, listOf, wholeListOf } from '../pagination.ts'
import {
  AmountOut,
  Decimal,
  HexOut,
  orNull,
  PartnerNumber,
  PartnerNumberText,
  PointsOut,
  TimeOut,
  Uuid,
} from '../values.ts'
import { BrandResponse, PictureResponse } from '../pictures/pictures.ts'

const HISTORY_KINDS = [
  'accrual',
  'accrual_reversal',
  'shortfall_recovery',
  'redemption',
  'redemption_reversal',
  'expiry',
  'account_move',
] as const

/** One thing that happened to a member's points. */
const HistoryItem = z.object({
  id: z.string(),
  kind: z.enum(HISTORY_KINDS),
  points: PointsOut.meta({ description: 'With its sign' }),
  at: TimeOut.meta({
    description: 'When it happened; of a purchase or a return: when the shop says that it was',
  }),
  partnerId: PartnerNumber.nullable(),
  partnerName: z.string().nullable(),
  timeZone: z.string().nullable().meta({
    description: 'Of the shops of the partner, as Europe/London: in it, `at` is the day on the printed receipt',
  }),
  brand: orNull(BrandResponse),
  picture: orNull(PictureResponse).meta({ description: 'Of the reward' }),
  reference: z.string().nullable(),
  state: z.string(),
  why: z
    .object({
      amountMinor: AmountOut,
      currency: z.string(),
      eligibleMinor: AmountOut,
      rulePoints: PointsOut,
      rulePerMinor: AmountOut,
    })
    .nullable()
    .meta({ description: 'Why these points: the purchase, and the rule that counted then' }),
  rewardTitle: z.string().nullable(),
  entryId: Uuid.nullable().meta({ description: 'Of what has a receipt' }),
  redemptionId: Uuid.nullable().meta({
    description: 'Of burned points, and of those that came back: the redemption has a receipt of its own',
  }),
  transactionHash: HexOut.nullable(),
  isDirect: z.boolean().meta({
    description:
      'True: the partner did it on the ledger by itself, and no purchase, redemption or receipt of it is known here',
  }),
})

/** What happened to a member's points. */
export const HISTORY = listOf({ name: 'History', item: HistoryItem, place: BY_TIME_AND_NAME })

export const HistoryQuery = z.strictObject({
  kind: z.enum(HISTORY_KINDS).optional(),
  partnerId: PartnerNumberText.optional(),
  ...HISTORY.query,
})

export const HistoryResponse = HISTORY.response

export const HISTORY_DAYS_MIN = 30
export const HISTORY_DAYS_MAX = 730

export const PointsOverTimeQuery = z.strictObject({
  days: Decimal.refine(
    (days) => days >= HISTORY_DAYS_MIN && days <= HISTORY_DAYS_MAX,
    `must be ${HISTORY_DAYS_MIN} to ${HISTORY_DAYS_MAX}`,
  )
    .transform(Number)
    .meta({ type: 'string', example: '90' }),
})

/** Confirmed points at the end of each day (UTC), oldest first; the last are those of now, as `pointsConfirmed` has them. */
export const PointsOverTimeResponse = wholeListOf(
  'PointsOverTime',
  z.object({ date: z.string().meta({ format: 'date' }), points: PointsOut }),
)
