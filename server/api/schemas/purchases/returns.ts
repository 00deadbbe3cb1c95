import { z } from 'zod'

import { State, MemberReferenceBody } from '../members/members.ts'
import { MetadataIn } from '../metadata.ts'
import { BY_TIME, isPeriod, listOf, memberFilters, PERIOD_FAULT, referenceFilter } from '../pagination.ts'
import { AmountMinor, AmountOut, Currency, Instant, PointsOut, Reference, Uuid } from '../values.ts'
import { basket, onTheWay, parties, recorded } from './recorded.ts'

const ReturnRefFilter = referenceFilter("The partner's own return reference", 'R1-2026-000045')

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
    ...parties,
    returnRef: z.string().nullable().meta({ description: 'Null once the member is erased' }),
    orderRef: z.string().nullable(),
    ...basket,
    unmatchedMinor: AmountOut.meta({ description: 'The part that no purchase explains; it changes no points' }),
    points: PointsOut.meta({ description: 'Points taken back' }),
    state: State,
    allocations: z.array(
      z.object({ purchaseId: Uuid, orderRef: z.string().nullable(), amountMinor: AmountOut, points: PointsOut }),
    ),
    ...recorded,
  })
  .meta({ id: 'Return' })

export const ReadReturnResponse = ReturnResponse.extend({
  ...onTheWay,
}).meta({ id: 'ReturnDetails' })

/** A partner's own returns. */
export const RETURNS = listOf({ name: 'Returns', item: ReadReturnResponse, place: BY_TIME })

export const ReturnsQuery = z
  .strictObject({ returnRef: ReturnRefFilter, ...memberFilters, state: State.optional(), ...RETURNS.query })
  .refine(isPeriod, PERIOD_FAULT)
