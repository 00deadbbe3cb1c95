import { z } from 'zod'

const DAY_MS = 86_400_000

/** How long what is over is kept, in milliseconds: server/actions/requests/clean-up.ts says of what. */
export interface RetentionConfig {
  readonly requestKeysMs: number
  readonly messagesMs: number
  readonly deliveriesMs: number
  readonly notesMs: number
}

/** What a server keeps if nothing is set. */
export const RETENTION_DEFAULT: RetentionConfig = {
  requestKeysMs: 7 * DAY_MS,
  messagesMs: 30 * DAY_MS,
  deliveriesMs: 30 * DAY_MS,
  notesMs: 1_096 * DAY_MS,
}

/** Ten years. */
export const RETENTION_DAYS_MAX = 3_653
/** Partners may repeat a request for a day: docs/decisions/0018-repeated-requests.md. */
export const REQUEST_KEY_DAYS_MIN = 1

const days = (least: number, kept: number) =>
  z.coerce
    .number()
    .int()
    .min(least)
    .max(RETENTION_DAYS_MAX)
    .default(kept / DAY_MS)

/** What the environment says of how long things are kept, in days. */
export const RETENTION_SETTINGS = {
  RETENTION_REQUEST_KEYS_DAYS: days(REQUEST_KEY_DAYS_MIN, RETENTION_DEFAULT.requestKeysMs),
  RETENTION_MESSAGES_DAYS: days(0, RETENTION_DEFAULT.messagesMs),
  RETENTION_DELIVERIES_DAYS: days(0, RETENTION_DEFAULT.deliveriesMs),
  RETENTION_NOTES_DAYS: days(0, RETENTION_DEFAULT.notesMs),
}

/** How long things are kept. */
export function retentionOf(values: Readonly<Record<keyof typeof RETENTION_SETTINGS, number>>): RetentionConfig {
  return {
    requestKeysMs: values.RETENTION_REQUEST_KEYS_DAYS * DAY_MS,
    messagesMs: values.RETENTION_MESSAGES_DAYS * DAY_MS,
    deliveriesMs: values.RETENTION_DELIVERIES_DAYS * DAY_MS,
    notesMs: values.RETENTION_NOTES_DAYS * DAY_MS,
  }
}
