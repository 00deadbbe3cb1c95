import type { z } from 'zod'

import type {
  EnrolledMemberResponse,
  MemberReferenceBody,
  MemberResponse,
} from '../../../server/api/schemas/members/members.ts'
import type { OwnPartnerResponse } from '../../../server/api/schemas/partners/partners.ts'
import type { PurchaseResponse, QuoteResponse } from '../../../server/api/schemas/purchases/purchases.ts'
import type {
  HeldRedemptionResponse,
  RedemptionQuoteResponse,
  RedemptionResponse,
  RestorationResponse,
} from '../../../server/api/schemas/redemptions/redemptions.ts'
import type { ReturnResponse } from '../../../server/api/schemas/purchases/returns.ts'
import { askAsTill, postAsTill, type TillLine } from './till-line.ts'

export type MemberReference = z.input<typeof MemberReferenceBody> | { kind: 'card_code'; value: string }
export type TillMember = z.output<typeof MemberResponse>
export type EnrolledMember = z.output<typeof EnrolledMemberResponse>
export type TillPartner = z.output<typeof OwnPartnerResponse>
export type PurchaseQuote = z.output<typeof QuoteResponse>
export type Purchase = z.output<typeof PurchaseResponse>
export type Return = z.output<typeof ReturnResponse>

export type RedemptionQuote = z.output<typeof RedemptionQuoteResponse>
export type Redemption = z.output<typeof RedemptionResponse>
export type HeldRedemption = z.output<typeof HeldRedemptionResponse>
export type Restoration = z.output<typeof RestorationResponse>

/** What a customer wants for their points: money off, or a reward; some depend on what the basket is worth. */
export type Spending = { readonly points: string } | { readonly rewardId: string; readonly basketMinor?: string }

/** Whose key it is; what a till asks first. */
export function readTillPartner(line: TillLine): Promise<TillPartner> {
  return askAsTill(line, '/v1/partner')
}

/** The member whose card was scanned. */
export function findTillMember(line: TillLine, member: MemberReference): Promise<TillMember> {
  return postAsTill(line, '/v1/members/search', member)
}

/** A new card for a new member. */
export function enrolCardMember(line: TillLine): Promise<EnrolledMember> {
  return postAsTill(line, '/v1/members', { kind: 'card' })
}

/** A card member's first PIN: of a new card, or with the reset code that the operator gave the member. */
export function setMemberPin(
  line: TillLine,
  memberId: string,
  chosen: { pin: string; resetCode?: string },
): Promise<unknown> {
  return postAsTill(line, `/v1/members/${memberId}/pin`, chosen)
}

/** What a purchase would earn. */
export function quotePurchase(line: TillLine, sale: { currency: string; amountMinor: string }): Promise<PurchaseQuote> {
  return postAsTill(line, '/v1/purchases/quote', sale)
}

/** Records a purchase; the reference makes repeating it harmless. */
export function recordPurchase(
  line: TillLine,
  sale: { orderRef: string; member: MemberReference; currency: string; amountMinor: string; occurredAt: string },
): Promise<Purchase> {
  return postAsTill(line, '/v1/purchases', sale, sale.orderRef)
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
  return postAsTill(line, '/v1/returns', back, back.returnRef)
}

/** What a redemption is worth, whether it is allowed, and why not. */
export function quoteRedemption(
  line: TillLine,
  asked: Spending & { member: MemberReference },
): Promise<RedemptionQuote> {
  return postAsTill(line, '/v1/redemptions/quote', asked)
}

/** Holds points for a short time. */
export function holdPoints(
  line: TillLine,
  hold: Spending & { reference: string; member: MemberReference },
): Promise<HeldRedemption> {
  return postAsTill(line, '/v1/redemptions', hold, hold.reference)
}

/** Where a redemption stands. */
export function readRedemption(line: TillLine, redemptionId: string): Promise<Redemption> {
  return askAsTill(line, `/v1/redemptions/${redemptionId}`)
}

/** The member's PIN, typed at the till. */
export function consentWithPin(line: TillLine, redemptionId: string, pin: string): Promise<Redemption> {
  return postAsTill(line, `/v1/redemptions/${redemptionId}/consent`, { kind: 'pin', pin })
}

/** Takes what is held: from now on the goods are the customer's. */
export function captureRedemption(line: TillLine, redemptionId: string): Promise<Redemption> {
  return postAsTill(line, `/v1/redemptions/${redemptionId}/capture`, {})
}

/** Gives back what is held. */
export function voidRedemption(line: TillLine, redemptionId: string): Promise<Redemption> {
  return postAsTill(line, `/v1/redemptions/${redemptionId}/void`, {})
}

/** Gives points back that were redeemed. */
export function restorePoints(
  line: TillLine,
  redemptionId: string,
  back: { reference: string; points: string },
): Promise<Restoration> {
  return postAsTill(line, `/v1/redemptions/${redemptionId}/restorations`, back, back.reference)
}
