import { z } from 'zod'

import { BrandResponse, PictureResponse } from '../pictures/pictures.ts'
import { AmountOut, Decimal, HexOut, limitOf, PointsOut, TimeOut, Uuid } from '../values.ts'

export const HISTORY_PER_PAGE_MAX = 100

export const HistoryQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^[0-9A-Za-z.:_-]{1,120}$/, 'must be the nextCursor of a page')
    .optional(),
  limit: limitOf(HISTORY_PER_PAGE_MAX),
})

const HISTORY_KINDS = [
  'accrual',
  'accrual_reversal',
  'shortfall_recovery',
  'redemption',
  'redemption_reversal',
  'expiry',
  'account_move',
] as const

export const HistoryResponse = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(HISTORY_KINDS),
        points: PointsOut.meta({ description: 'With its sign' }),
        at: TimeOut,
        partnerName: z.string().nullable(),
        brand: BrandResponse.nullable(),
        picture: PictureResponse.nullable().meta({ description: 'Of the reward' }),
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
        transactionHash: HexOut.nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'History' })

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

export const PointsOverTimeResponse = z
  .object({ days: z.array(z.object({ date: z.string().meta({ format: 'date' }), points: PointsOut })) })
  .meta({
    id: 'PointsOverTime',
    description:
      'Confirmed points at the end of each day (UTC), oldest first; the last are those of now, as `pointsConfirmed` has them',
  })
