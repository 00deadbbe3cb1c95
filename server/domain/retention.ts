/** How long what is over is kept, in milliseconds: docs/operating.md. */
export interface Retention {
  /** The answer to a request with an `Idempotency-Key`; the natural keys of purchases and redemptions are remembered for ever. */
  readonly requestKeysMs: number
  /** That a message was sent or given up; its text and address are gone with its end. */
  readonly messagesMs: number
  /** That an event reached a webhook late, or not at all; the event itself stays in the feed. */
  readonly deliveriesMs: number
}

const DAY_MS = 86_400_000

/** What a server keeps if nothing is set. */
export const RETENTION_DEFAULT: Retention = {
  requestKeysMs: 7 * DAY_MS,
  messagesMs: 30 * DAY_MS,
  deliveriesMs: 30 * DAY_MS,
}
