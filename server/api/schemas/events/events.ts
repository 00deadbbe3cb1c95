import { z } from 'zod'

import { PARTNER_EVENT_TYPES } from '../../../domain/partner-events.ts'
import { limitOf, TimeOut } from '../values.ts'

export const EVENTS_PER_PAGE_MAX = 100

/** The largest number that an event's id can name: 18 digits, as many as always fit the database's numbers. */
const EVENT_ID = /^evt_(0|[1-9][0-9]{0,17})$/

export const EventResponse = z
  .object({
    id: z.string().meta({ example: 'evt_42' }),
    type: z.enum(PARTNER_EVENT_TYPES),
    timestamp: TimeOut,
    data: z.record(z.string(), z.string().nullable()).meta({
      description: 'Facts that never change: ids, references and points. Read the object for its present state',
    }),
  })
  .meta({ id: 'Event' })

export const EventsQuery = z.strictObject({
  after: z
    .string()
    .regex(EVENT_ID, 'must be the id of an event, or evt_0')
    .transform((id) => BigInt(id.slice(4)))
    .optional()
    .meta({
      type: 'string',
      pattern: EVENT_ID.source,
      description: 'The last event that you have; none: from the first',
    }),
  limit: limitOf(EVENTS_PER_PAGE_MAX),
})

export const EventsResponse = z
  .object({
    data: z.array(EventResponse),
    nextCursor: z.string().nullable().meta({ description: 'Ask `after` it at once; null: nothing more happened yet' }),
  })
  .meta({ id: 'Events' })
