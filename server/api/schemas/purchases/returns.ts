import { z } from 'zod'

import { EntryResponse, State, MemberReferenceBody } from '../members/members.ts'
import { MetadataIn, MetadataOut } from '../metadata.ts'
import { BY_TIME, isPeriod, listOf, memberFilters, PERIOD_FAULT } from '../pagination.ts'
import {
  AmountMinor,
  AmountOut,
  Currency,
  Instant,
  PartnerNumber,
  PointsOut,
  Reference,
  TimeOut,
  Uuid,
} from '../values.ts'

const ReturnRefFilter = Reference.optional().meta({
  description: "The partner's own return reference",
  example: 'R1-2026-000045',
})

export const RecordReturnBody = z
  .strictObject({
    returnRef: Reference.meta({
      description: "The partner's own return number; unique for ever",
      example: 'R1-2026-000045',
    }),
    orderRef: Reference.optional().meta({
      description:
        "The order it belongs to. Left out: the member's newest purchases at this partner, up to what remains of each",
      example: 'T1-2026-000123',
    }),
    member: MemberReferenceBody.optional(),
    locationId: Reference.optional(),
    currency: Currency,
    amountMinor: AmountMinor,
    occurredAt: Instant,
    metadata: MetadataIn,
  })
  .refine((body) => body.orderRef !== undefined || body.member !== undefined, {
    error: 'must name its order or its member',
    path: ['member'],
  })
  .meta({ id: 'RecordReturn' })

export const ReturnResponse = z
  .object({
    returnId: Uuid,
    partnerId: PartnerNumber,
    memberId: Uuid,
    returnRef: z.string(),
    orderRef: z.string().nullable(),
    locationId: z.string().nullable(),
    currency: z.string(),
    amountMinor: AmountOut,
    unmatchedMinor: AmountOut.meta({ description: 'The part that no purchase explains; it changes no points' }),
    points: PointsOut.meta({ description: 'Points taken back' }),
    state: State,
    allocations: z.array(
      z.object({ purchaseId: Uuid, orderRef: z.string(), amountMinor: AmountOut, points: PointsOut }),
    ),
    metadata: MetadataOut,
    occurredAt: TimeOut,
    recordedAt: TimeOut,
  })
  .meta({ id: 'Return' })

export const ReadReturnResponse = ReturnResponse.extend({
  parkedReason: z.string().nullable(),
  entries: z.array(EntryResponse),
}).meta({ id: 'ReturnDetails' })

/** A partner's own returns. */
export const RETURNS = listOf({ name: 'Returns', item: ReadReturnResponse, place: BY_TIME })

export const ReturnsQuery = z
  .strictObject({ returnRef: ReturnRefFilter, ...memberFilters, state: State.optional(), ...RETURNS.query })
  .refine(isPeriod, PERIOD_FAULT)
