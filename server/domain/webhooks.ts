/** Webhooks that a partner may have. */
export const WEBHOOKS_PER_PARTNER_MAX = 10
/** Characters of the URL of a webhook. */
export const WEBHOOK_URL_LENGTH_MAX = 500
/** Bytes of a message, as Standard Webhooks asks for. */
export const WEBHOOK_BODY_BYTES_MAX = 20_000
/** How long a receiver may take, the look-up of its name and the connection included. */
export const WEBHOOK_ANSWER_MS_MAX = 15_000
/** Bytes that are read of an answer, and of its headers; the status says it all. */
export const WEBHOOK_ANSWER_BYTES_MAX = 16_384
/** Events of a webhook that may wait for another try; more stay in the feed until there is room. */
export const WEBHOOK_WAITING_MAX = 1_000
/** How long the keys before a rotation may sign as well. */
export const WEBHOOK_OVERLAP_SECONDS_MAX = 7 * 86_400
/** Deliveries that one request may replay. */
export const WEBHOOK_REPLAYS_MAX = 100
/** Test events that a partner may have sent within so long. */
export const WEBHOOK_TESTS_MAX = 20
export const WEBHOOK_TESTS_WINDOW_MS = 60_000

/** Requests that one webhook is sent at once. */
export const WEBHOOK_SENDS_AT_ONCE_MAX = 8
/** Of those, retries: new events must not wait for old ones. */
export const WEBHOOK_RETRIES_AT_ONCE_MAX = 4
/** Webhooks that a process sends to at the same time. */
export const WEBHOOK_ROUNDS_AT_ONCE_MAX = 64
/** How long a process may take for a round before another takes the webhook over. */
export const WEBHOOK_LEASE_MS = 60_000

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** Pauses after the first try, the second ...: 75 hours and 35 minutes in all, at least. After the last one an event is dead. */
export const WEBHOOK_PAUSES_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
] as const
export const WEBHOOK_TRIES_MAX = WEBHOOK_PAUSES_MS.length + 1

/** A webhook of which nothing arrives is left alone for so long after the first round, twice as long after the next ... up to the longest. */
export const WEBHOOK_DOWN_MS_MIN = 5 * SECOND_MS
export const WEBHOOK_DOWN_MS_MAX = HOUR_MS

/** By how much chance makes a pause longer, so that what failed together is not tried together. */
const JITTER = 0.2

/** How long an event waits after so many tries. `chance` is from 0 up to 1. */
export function webhookPauseMs(tries: number, chance: number): number {
  const pause = WEBHOOK_PAUSES_MS[Math.min(tries, WEBHOOK_PAUSES_MS.length) - 1] ?? 0
  return Math.round(pause * (1 + JITTER * chance))
}

/** How long a webhook is left alone after so many rounds in which nothing arrived. */
export function webhookDownMs(failures: number, chance: number): number {
  // 2 ** 20 is long past the longest already.
  const pause = Math.min(WEBHOOK_DOWN_MS_MIN * 2 ** Math.min(failures - 1, 20), WEBHOOK_DOWN_MS_MAX)
  return Math.round(pause * (1 + JITTER * chance))
}

/** Why a message did not arrive. */
export const WEBHOOK_FAILURES = [
  'status',
  'timeout',
  'unreachable',
  'certificate',
  'malformed_answer',
  'name_unknown',
  'target_refused',
  'body_too_large',
] as const

export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number]

/** How a request to a receiver ended: with a status, or with none; `stopped` where this process was told to end. */
export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly failure: Exclude<WebhookFailure, 'status' | 'body_too_large'> }
  | { readonly kind: 'stopped' }

/** A request to a receiver. */
export interface WebhookRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Ends it at once; then it is as if it had not been sent. */
  readonly signal: AbortSignal
}

/** Sends a message to a receiver, once, and nowhere else. */
export type PostWebhook = (request: WebhookRequest) => Promise<WebhookAnswer>

/** What is wrong with a URL before anything is looked up. */
export type WebhookUrlFault =
  'malformed' | 'https_needed' | 'has_credentials' | 'has_fragment' | 'name_not_public' | 'address_not_public'

/** Says what is wrong with a URL; null where nothing is. */
export type CheckWebhookUrl = (url: string) => WebhookUrlFault | null

/** The status with which a receiver says that it wants no more. */
export const GONE = 410

/** Whether a status says that the message arrived: a redirect does not. */
export function isDelivered(answer: WebhookAnswer): boolean {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status <= 299
}

/** What an answer that is no success is noted as. */
export function failureOf(answer: Exclude<WebhookAnswer, { kind: 'stopped' }>): {
  readonly lastFailure: WebhookFailure
  readonly lastStatus: number | null
} {
  return answer.kind === 'answered'
    ? { lastFailure: 'status', lastStatus: answer.status }
    : { lastFailure: answer.failure, lastStatus: null }
}
