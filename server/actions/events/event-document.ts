import type { FeedEvent } from '../../database/feed-events.ts'

/** How an event is named. */
export const eventId = (number: bigint) => `evt_${number}`

/** An event as the feed shows it, and as a webhook brings it. */
export function eventDocument({ number, type, data, at }: FeedEvent) {
  return { id: eventId(number), type, timestamp: at.toISOString(), data: { ...data } }
}
