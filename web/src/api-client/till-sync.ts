import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { dataOf } from './request.ts'
import type { MemberReference } from './till.ts'
import { asTill, type TillLine } from './till-line.ts'

/** A purchase that was made without network. */
export interface LatePurchase {
  readonly orderRef: string
  readonly member: MemberReference
  readonly currency: string
  readonly amountMinor: string
  readonly occurredAt: string
}

export type LateOutcome = Schemas['RecordedPurchases']['purchases'][number]

/** Records purchases; each has its own outcome, and one that is recorded already gets its first answer. */
export async function recordLatePurchases(line: TillLine, purchases: readonly LatePurchase[]): Promise<LateOutcome[]> {
  // The list as such need not be known again: each purchase is recorded once under its reference.
  const params = { header: { 'Idempotency-Key': crypto.randomUUID() } }
  return (await dataOf(asTill(line).POST('/v1/purchases/batch', { params, body: { purchases: [...purchases] } })))
    .purchases
}

export type SlipOutcome = Schemas['FiledSlips']['slips'][number]
export type RegisteredTill = Schemas['Till']
export type Slip = Schemas['Slip']

/** Sends slips that were printed without network; each is there once, however often it is sent. */
export async function sendPaperSlips(line: TillLine, slips: readonly string[]): Promise<SlipOutcome[]> {
  const params = { header: { 'Idempotency-Key': crypto.randomUUID() } }
  return (await dataOf(asTill(line).POST('/v1/slips', { params, body: { slips: [...slips] } }))).slips
}

/** Tells the server the public key with which this till signs. The same key again is the same till. */
export function registerTill(line: TillLine, till: { name: string; publicKey: string }): Promise<RegisteredTill> {
  return askOnce(['till', line.key, till], (header) =>
    dataOf(asTill(line).POST('/v1/tills', { params: { header }, body: till })),
  )
}

/** The slip of this brand with a code. */
export function findSlip(line: TillLine, code: string): Promise<Slip> {
  return dataOf(asTill(line).POST('/v1/slips/search', { body: { code } }))
}

/** Gives the points of a slip to a customer. */
export function collectSlip(
  line: TillLine,
  asked: { slip: string; member: MemberReference },
): Promise<Schemas['Purchase']> {
  return askOnce(['collect', line.key, asked], (header) =>
    dataOf(asTill(line).POST('/v1/slips/collect', { params: { header }, body: asked })),
  )
}

/** The goods of a slip came back: it gives no points any more. */
export function voidSlip(line: TillLine, code: string): Promise<Slip> {
  return askOnce(['void slip', line.key, code], (header) =>
    dataOf(asTill(line).POST('/v1/slips/void', { params: { header }, body: { code } })),
  )
}
