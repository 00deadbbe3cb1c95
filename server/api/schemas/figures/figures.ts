import { z } from 'zod'

import { FIGURE_DEFINITIONS } from '../../../domain/figures/definitions.ts'
import { FIGURE_DAYS_MAX, FIGURE_DAYS_USUAL, FIGURE_MONTHS_MAX } from '../../../domain/figures/spans.ts'
import { Decimal, NumberOut, PointsOut } from '../values.ts'

const countUpTo = (max: number) =>
  Decimal.refine((count) => count >= 1n && count <= BigInt(max), `must be 1 to ${String(max)}`)
    .transform(Number)
    .optional()

/** The last days or the last months. */
export const FiguresQuery = z
  .strictObject({
    days: countUpTo(FIGURE_DAYS_MAX).meta({
      type: 'string',
      example: '30',
      description: `The last days, today included: at most ${String(FIGURE_DAYS_MAX)}; ${String(FIGURE_DAYS_USUAL)} where nothing is asked for`,
    }),
    months: countUpTo(FIGURE_MONTHS_MAX).meta({
      type: 'string',
      description: `The last months instead, the present one included: at most ${String(FIGURE_MONTHS_MAX)}`,
    }),
  })
  .refine(({ days, months }) => days === undefined || months === undefined, 'must have days or months, not both')

/** What each figure of an answer means. */
export const Definitions = z.record(z.string(), z.string()).meta({ description: 'What each figure means' })

const FiguresSpan = z
  .object({
    name: z.string().meta({ description: 'As 2026-11-28 or 2026-11', example: '2026-11-28' }),
    issued: PointsOut.meta({ description: FIGURE_DEFINITIONS.issued }),
    reversed: PointsOut.meta({ description: FIGURE_DEFINITIONS.reversed }),
    redeemed: PointsOut.meta({ description: FIGURE_DEFINITIONS.redeemed }),
    restored: PointsOut.meta({ description: FIGURE_DEFINITIONS.restored }),
    purchases: NumberOut.meta({ description: FIGURE_DEFINITIONS.purchases }),
    redemptions: NumberOut.meta({ description: FIGURE_DEFINITIONS.redemptions }),
  })
  .meta({ id: 'FiguresSpan', description: 'What a day or a month brought' })

export const FiguresResponse = z
  .object({
    timeZone: z.string().meta({ example: 'Europe/London', description: 'By whose days and months it is told' }),
    unit: z.enum(['day', 'month']),
    spans: z.array(FiguresSpan).meta({ description: 'Oldest first; the last one is not over' }),
    definitions: Definitions,
  })
  .meta({ id: 'PartnerFigures', description: "A partner's own figures, day by day or month by month" })
