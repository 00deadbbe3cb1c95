import type { Route } from '../../route.ts'
import { listEventsRoute } from './list-events.ts'
import type { EventsDeps } from './deps.ts'

/** The routes of events, in the order of the document. */
export const eventsRoutes: readonly Route<EventsDeps>[] = [listEventsRoute]
