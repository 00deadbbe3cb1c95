import type { MemberReference } from '../../api-client/till.ts'

/** Why the server took no part in it: a code of docs/errors.md and what it says of the case. */
export interface Refusal {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
}

/** What the paper of a purchase without a customer carries. */
export interface PaperSlip {
  readonly tillId: string
  /** What the customer types. */
  readonly code: string
  /** What the QR code holds: the purchase, signed by the till. */
  readonly signed: string
}

/**
 * waiting: to be sent, as often as it takes. recorded: the server has it. attention: the server refused it, a person decides.
 * removed: a person took it off the list; it is still shown.
 */
export const STATES = ['waiting', 'recorded', 'attention', 'removed'] as const
export type QueueState = (typeof STATES)[number]

/** A sale as the till knows it. The reference is made once: under it the server records it once, however often it is sent. */
export interface OfflineSale {
  readonly partnerId: number
  readonly orderRef: string
  /** Null: nobody showed a card, and the customer got a slip with a code instead. */
  readonly member: MemberReference | null
  readonly currency: string
  readonly amountMinor: string
  readonly occurredAt: string
  /** By the last rule that the till knew; null when it knew none. */
  readonly pointsEstimated: string | null
  readonly slip: PaperSlip | null
}

/** A purchase that this till keeps until the server has it. */
export interface QueuedPurchase extends OfflineSale {
  /** In the order of the sales, whatever the clock did. */
  readonly seq: number
  readonly state: QueueState
  /** How often it was sent: once it was, the server may have it, whatever was answered. */
  readonly tries: number
  readonly refusal: Refusal | null
  /** What it earned, once it is recorded. */
  readonly points: string | null
  readonly settledAt: string | null
}

/** A row that is not of this till's making, or was damaged: it is shown, and never sent. */
export interface UnreadableRow {
  readonly seq: number
  readonly state: 'unreadable'
  readonly text: string
}

const TEXT_MAX = 2_000
const REFERENCE = /^[A-Za-z0-9._:-]{1,64}$/
const AMOUNT = /^(?:0|[1-9]\d{0,12})$/
const CURRENCY = /^[A-Z]{3}$/
const MEMBER_KINDS = ['card', 'email', 'phone', 'wallet', 'member', 'visit', 'card_code']

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isText = (value: unknown, form?: RegExp): value is string =>
  typeof value === 'string' && value.length <= TEXT_MAX && (form?.test(value) ?? true)
const isTextOrNull = (value: unknown, form?: RegExp) => value === null || isText(value, form)

function isMember(value: unknown): boolean {
  if (value === null) return true
  return isRecord(value) && MEMBER_KINDS.includes(String(value['kind'])) && isText(value['value'])
}

function isSlip(value: unknown): boolean {
  if (value === null) return true
  return isRecord(value) && isText(value['tillId']) && isText(value['code']) && isText(value['signed'])
}

/** Whether a row has all that sending it needs, and exactly one of a customer and a slip. */
function isQueuedPurchase(row: Record<string, unknown>): boolean {
  const { partnerId, orderRef, currency, amountMinor, occurredAt, state, tries, refusal, points } = row
  return (
    Number.isSafeInteger(partnerId) &&
    isText(orderRef, REFERENCE) &&
    isText(currency, CURRENCY) &&
    isText(amountMinor, AMOUNT) &&
    isText(occurredAt) &&
    !Number.isNaN(Date.parse(occurredAt)) &&
    isMember(row['member']) &&
    isSlip(row['slip']) &&
    (row['member'] === null) !== (row['slip'] === null) &&
    STATES.some((known) => known === state) &&
    Number.isSafeInteger(tries) &&
    (refusal === null || (isRecord(refusal) && isText(refusal['code']) && isRecord(refusal['details']))) &&
    isTextOrNull(points, AMOUNT) &&
    isTextOrNull(row['pointsEstimated'], AMOUNT) &&
    isTextOrNull(row['settledAt'])
  )
}

/** A row of the store: what the till wrote, or what somebody else put there. Nothing is left out. */
export function readRow(row: unknown, seq: number): QueuedPurchase | UnreadableRow {
  if (isRecord(row) && isQueuedPurchase(row)) return { ...(row as unknown as QueuedPurchase), seq }
  return { seq, state: 'unreadable', text: JSON.stringify(row ?? null).slice(0, TEXT_MAX) }
}
