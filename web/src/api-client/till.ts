import type { z } from 'zod'

import type {
  EnrolledMemberResponse,
  MemberReferenceBody,
  MemberResponse,
} from '../../../server/api/schemas/members.ts'
import type { OwnPartnerResponse } from '../../../server/api/schemas/partners.ts'
import type { PurchaseResponse, QuoteResponse } from '../../../server/api/schemas/purchases.ts'
import type { ReturnResponse } from '../../../server/api/schemas/returns.ts'
import { Problem } from './problem.ts'

export type MemberReference = z.input<typeof MemberReferenceBody> | { kind: 'card_code'; value: string }
export type TillMember = z.output<typeof MemberResponse>
export type EnrolledMember = z.output<typeof EnrolledMemberResponse>
export type TillPartner = z.output<typeof OwnPartnerResponse>
export type PurchaseQuote = z.output<typeof QuoteResponse>
export type Purchase = z.output<typeof PurchaseResponse>
export type Return = z.output<typeof ReturnResponse>

export type RedemptionState =
  'held' | 'consented' | 'captured' | 'submitted' | 'confirmed' | 'final' | 'refused' | 'voided' | 'expired'

/** What a redemption would be, and why it would be refused. */
export interface RedemptionQuote {
  readonly pointsAvailable: string
  readonly points: string
  readonly valueMinor: string | null
  readonly currency: string
  readonly isAllowed: boolean
  readonly reason: string | null
  readonly consentKinds: readonly string[]
}

/** A redemption as a till sees it. */
export interface Redemption {
  readonly redemptionId: string
  readonly reference: string
  readonly memberId: string
  readonly state: RedemptionState
  readonly points: string
  readonly valueMinor: string | null
  readonly currency: string
  readonly expiresAt: string
  readonly consentKinds: readonly string[]
  readonly pointsRestored: string
  readonly refusedReason: string | null
}

export interface HeldRedemption extends Redemption {
  /** Where the member approves on their own phone. */
  readonly approvalUrl: string
}

export interface Restoration {
  readonly restorationId: string
  readonly points: string
  readonly state: string
}

/** One request and what came back, for whoever wants to see how a till speaks. */
export interface Exchange {
  readonly at: Date
  readonly method: string
  readonly path: string
  readonly idempotencyKey: string | null
  readonly body: unknown
  /** 0: nothing answered. */
  readonly status: number
  readonly ms: number
  readonly answer: unknown
}

/** How a till reaches the server. */
export interface TillLine {
  readonly key: string
  readonly onExchange: (exchange: Exchange) => void
}

const ANSWER_MS_MAX = 15_000

interface Asked {
  readonly method?: 'GET' | 'POST'
  readonly body?: unknown
  readonly idempotencyKey?: string
}

async function ask<Answered>(line: TillLine, path: string, asked: Asked = {}): Promise<Answered> {
  const { method = 'GET', body, idempotencyKey } = asked
  const at = new Date()
  const began = performance.now()
  const note = (status: number, answer: unknown) => {
    const ms = Math.round(performance.now() - began)
    line.onExchange({
      at,
      method,
      path,
      idempotencyKey: idempotencyKey ?? null,
      body: body ?? null,
      status,
      ms,
      answer,
    })
  }
  let response: Response
  try {
    response = await fetch(path, {
      method,
      // A member may be signed in at the same browser: a till is not them.
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      headers: {
        authorization: `Bearer ${line.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (error) {
    note(0, null)
    throw new Problem('offline', 0, { cause: String(error) })
  }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const answer: unknown = isJson ? await response.json() : null
  note(response.status, answer)
  if (response.ok) return answer as Answered
  const { code = 'internal_error', details } = (answer ?? {}) as { code?: string; details?: Record<string, unknown> }
  throw new Problem(code, response.status, details)
}

const post = <Answered>(line: TillLine, path: string, body: unknown, idempotencyKey?: string): Promise<Answered> =>
  ask(line, path, { method: 'POST', body, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) })

/** Whose key it is; what a till asks first. */
export function readTillPartner(line: TillLine): Promise<TillPartner> {
  return ask(line, '/v1/partner')
}

/** The member whose card was scanned. */
export function findTillMember(line: TillLine, member: MemberReference): Promise<TillMember> {
  return post(line, '/v1/members/search', member)
}

/** A new card for a new member. */
export function enrolCardMember(line: TillLine): Promise<EnrolledMember> {
  return post(line, '/v1/members', { kind: 'card' })
}

/** A card member's first PIN: of a new card, or with the reset code that the operator gave the member. */
export function setMemberPin(
  line: TillLine,
  memberId: string,
  chosen: { pin: string; resetCode?: string },
): Promise<unknown> {
  return post(line, `/v1/members/${memberId}/pin`, chosen)
}

/** What a purchase would earn. */
export function quotePurchase(line: TillLine, sale: { currency: string; amountMinor: string }): Promise<PurchaseQuote> {
  return post(line, '/v1/purchases/quote', sale)
}

/** Records a purchase; the reference makes repeating it harmless. */
export function recordPurchase(
  line: TillLine,
  sale: { orderRef: string; member: MemberReference; currency: string; amountMinor: string; occurredAt: string },
): Promise<Purchase> {
  return post(line, '/v1/purchases', sale, sale.orderRef)
}

/** Records a return, of an order or of the member's newest purchases. */
export function recordReturn(
  line: TillLine,
  back: {
    returnRef: string
    orderRef?: string
    member: MemberReference
    currency: string
    amountMinor: string
    occurredAt: string
  },
): Promise<Return> {
  return post(line, '/v1/returns', back, back.returnRef)
}

/** What a redemption is worth, whether it is allowed, and why not. */
export function quoteRedemption(
  line: TillLine,
  asked: { member: MemberReference; points: string },
): Promise<RedemptionQuote> {
  return post(line, '/v1/redemptions/quote', asked)
}

/** Holds points for a short time. */
export function holdPoints(
  line: TillLine,
  hold: { reference: string; member: MemberReference; points: string },
): Promise<HeldRedemption> {
  return post(line, '/v1/redemptions', hold, hold.reference)
}

/** Where a redemption stands. */
export function readRedemption(line: TillLine, redemptionId: string): Promise<Redemption> {
  return ask(line, `/v1/redemptions/${redemptionId}`)
}

/** The member's PIN, typed at the till. */
export function consentWithPin(line: TillLine, redemptionId: string, pin: string): Promise<Redemption> {
  return post(line, `/v1/redemptions/${redemptionId}/consent`, { kind: 'pin', pin })
}

/** Takes what is held: from now on the goods are the customer's. */
export function captureRedemption(line: TillLine, redemptionId: string): Promise<Redemption> {
  return post(line, `/v1/redemptions/${redemptionId}/capture`, {})
}

/** Gives back what is held. */
export function voidRedemption(line: TillLine, redemptionId: string): Promise<Redemption> {
  return post(line, `/v1/redemptions/${redemptionId}/void`, {})
}

/** Gives points back that were redeemed. */
export function restorePoints(
  line: TillLine,
  redemptionId: string,
  back: { reference: string; points: string },
): Promise<Restoration> {
  return post(line, `/v1/redemptions/${redemptionId}/restorations`, back, back.reference)
}
