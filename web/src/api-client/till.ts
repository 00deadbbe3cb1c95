import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { dataOf } from './request.ts'
import { asTill, type TillLine } from './till-line.ts'

export type MemberReference = Schemas['MemberReference']
export type TillMember = Schemas['Member']
export type EnrolledMember = Schemas['EnrolledMember']
export type TillPartner = Schemas['OwnPartner']
export type PurchaseQuote = Schemas['Quote']
export type Purchase = Schemas['Purchase']
export type Return = Schemas['Return']

export type RedemptionQuote = Schemas['RedemptionQuote']
export type Redemption = Schemas['Redemption']
export type HeldRedemption = Schemas['HeldRedemption']
export type Restoration = Schemas['Restoration']

/** What a customer wants for their points: money off, or a reward; some depend on what the basket is worth. */
export type Spending = { readonly points: string } | { readonly rewardId: string; readonly basketMinor?: string }

/** A reference of the till's own as the key of the request: repeating it is harmless. */
const keyed = (reference: string) => ({ header: { 'Idempotency-Key': reference } })

/** Whose key it is; what a till asks first. */
export function readTillPartner(line: TillLine): Promise<TillPartner> {
  return dataOf(asTill(line).GET('/v1/partner'))
}

/** The member whose card was scanned. */
export function findTillMember(line: TillLine, member: MemberReference): Promise<TillMember> {
  return dataOf(asTill(line).POST('/v1/members/search', { body: member }))
}

/** A new card for a new member. */
export function enrolCardMember(line: TillLine): Promise<EnrolledMember> {
  const body = { kind: 'card' } as const
  return askOnce(['enrol', line.key], (header) =>
    dataOf(asTill(line).POST('/v1/members', { params: { header }, body })),
  )
}

/** A card member's first PIN: of a new card, or with the reset code that the operator gave the member. */
export function setMemberPin(
  line: TillLine,
  memberId: string,
  chosen: { pin: string; resetCode?: string },
): Promise<unknown> {
  const path = { memberId }
  return askOnce(['pin', line.key, memberId, chosen], (header) =>
    dataOf(asTill(line).POST('/v1/members/{memberId}/pin', { params: { path, header }, body: chosen })),
  )
}

/** Refuses a move of the account that the customer did not ask for. */
export function refuseMoveAtTill(line: TillLine, memberId: string): Promise<TillMember> {
  return dataOf(asTill(line).POST('/v1/members/{memberId}/move/refuse', { params: { path: { memberId } } }))
}

/** What a purchase would earn. */
export function quotePurchase(line: TillLine, sale: { currency: string; amountMinor: string }): Promise<PurchaseQuote> {
  return dataOf(asTill(line).POST('/v1/purchases/quote', { body: sale }))
}

/** Records a purchase; the reference makes repeating it harmless. */
export function recordPurchase(
  line: TillLine,
  sale: { orderRef: string; member: MemberReference; currency: string; amountMinor: string; occurredAt: string },
): Promise<Purchase> {
  return dataOf(asTill(line).POST('/v1/purchases', { params: keyed(sale.orderRef), body: sale }))
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
  return dataOf(asTill(line).POST('/v1/returns', { params: keyed(back.returnRef), body: back }))
}

/** What a redemption is worth, whether it is allowed, and why not. */
export function quoteRedemption(
  line: TillLine,
  asked: Spending & { member: MemberReference },
): Promise<RedemptionQuote> {
  return dataOf(asTill(line).POST('/v1/redemptions/quote', { body: asked }))
}

/** Holds points for a short time. */
export function holdPoints(
  line: TillLine,
  hold: Spending & { reference: string; member: MemberReference },
): Promise<HeldRedemption> {
  return dataOf(asTill(line).POST('/v1/redemptions', { params: keyed(hold.reference), body: hold }))
}

/** Where a redemption stands. */
export function readRedemption(line: TillLine, redemptionId: string): Promise<Redemption> {
  return dataOf(asTill(line).GET('/v1/redemptions/{redemptionId}', { params: { path: { redemptionId } } }))
}

/** The member's PIN, typed at the till. */
export function consentWithPin(line: TillLine, redemptionId: string, pin: string): Promise<Redemption> {
  const params = { path: { redemptionId } }
  return dataOf(asTill(line).POST('/v1/redemptions/{redemptionId}/consent', { params, body: { kind: 'pin', pin } }))
}

/** Captures a hold: after that, the goods belong to the customer. */
export function captureRedemption(line: TillLine, redemptionId: string): Promise<Redemption> {
  return dataOf(asTill(line).POST('/v1/redemptions/{redemptionId}/capture', { params: { path: { redemptionId } } }))
}

/** Gives back what is held. */
export function voidRedemption(line: TillLine, redemptionId: string): Promise<Redemption> {
  return dataOf(asTill(line).POST('/v1/redemptions/{redemptionId}/void', { params: { path: { redemptionId } } }))
}

/** Gives points back that were redeemed. */
export function restorePoints(
  line: TillLine,
  redemptionId: string,
  back: { reference: string; points: string },
): Promise<Restoration> {
  const params = { ...keyed(back.reference), path: { redemptionId } }
  return dataOf(asTill(line).POST('/v1/redemptions/{redemptionId}/restorations', { params, body: back }))
}
