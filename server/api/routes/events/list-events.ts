import { eventDocument, eventId } from '../../../actions/events/event-document.ts'
import { listEvents } from '../../../actions/events/list-events.ts'
import { EventsQuery, EventsResponse } from '../../schemas/events/events.ts'
import { route } from './deps.ts'

export const listEventsRoute = route({
  operation: 'listEvents',
  method: 'get',
  path: '/v1/events',
  summary: 'Follow what happens to your objects',
  description:
    'Oldest first, each once, without gaps: your events are numbered 1, 2, 3 ... in the order in which they became visible. Keep the id of the last one that you have dealt with and ask `after` it. Events are kept without end.',
  caller: 'partner',
  scope: 'ledger:read',
  query: EventsQuery,
  response: EventsResponse,
  handle: async ({ deps, caller: { partnerId }, query: { after = 0n, limit } }) => {
    const { rows, next } = await listEvents(deps, { partnerId, after, rowsMax: limit })
    return { data: rows.map(eventDocument), nextCursor: next === null ? null : eventId(next) }
  },
})
