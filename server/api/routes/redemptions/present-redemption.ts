import type { z } from 'zod'

import type { HoldOutcome } from '../../../actions/redemptions/place-holds.ts'
import type { StoredAnswer } from '../../../actions/requests/idempotency.ts'
import type { RedemptionQuote } from '../../../actions/redemptions/quote-redemption.ts'
import type { Approval } from '../../../actions/redemptions/read-approval.ts'
import type { RestorationOutcome } from '../../../actions/redemptions/restore-redemption.ts'
import type { RedemptionDetails } from '../../../actions/redemptions/list-redemption-details.ts'
import type { RestorationView } from '../../../database/restorations.ts'
import { assert } from '../../../domain/assert.ts'
import { answerOne } from '../../answer-submission.ts'
import { consentKindsOf } from '../../../domain/redemption-order.ts'
import { basketValue } from '../../../domain/redemption-points.ts'
import { deriveRedemptionState } from '../../../domain/redemption-state.ts'
import {
  type ApprovalResponse,
  RedemptionResponse,
  type RedemptionQuoteResponse,
  RestorationResponse,
} from '../../schemas/redemptions/redemptions.ts'
import type { ClaimOrderResponse } from '../../schemas/redemptions/claim-orders.ts'

/** What a redemption takes off a basket; null where goods are given. */
function valueOf(seen: RedemptionDetails): string | null {
  const value =
    seen.rewardId === null
      ? basketValue({ points: seen.ratePoints, minor: seen.rateMinor }, seen.points)
      : seen.discountMinor
  return value === null ? null : String(value)
}

/** A redemption as its partner sees it. */
export function presentRedemption(seen: RedemptionDetails): z.input<typeof RedemptionResponse> {
  return {
    redemptionId: seen.id,
    reference: seen.reference,
    partnerId: seen.partnerId,
    memberId: seen.memberId,
    locationId: seen.locationId,
    state: deriveRedemptionState(seen),
    points: String(seen.points),
    rewardId: seen.rewardId,
    valueMinor: valueOf(seen),
    currency: seen.currency,
    orderHash: seen.orderHash,
    nonce: seen.nonce,
    deadline: seen.deadline.toISOString(),
    expiresAt: seen.expiresAt.toISOString(),
    heldAt: seen.heldAt.toISOString(),
    consentKind: seen.consentKind,
    consentedAt: seen.consentedAt?.toISOString() ?? null,
    consentKinds: [...consentKindsOf(seen.memberKind)],
    capturedAt: seen.capturedAt?.toISOString() ?? null,
    gaveWayAt: seen.gaveWayAt?.toISOString() ?? null,
    voidedAt: seen.voidedAt?.toISOString() ?? null,
    voidedBy: seen.voidedBy,
    refusedReason: seen.refusedReason,
    pointsRestored: String(seen.pointsRestored),
    transactionHash: seen.transactionHash,
    claimId: seen.claimId,
    metadata: { ...seen.metadata },
  }
}

/**
 * The answer to a hold: 201 when it is new, 200 when it was there. A refusal is thrown. It is kept as it is for repetitions, so
 * the secret of the approval link is not in it: the route adds that.
 */
export function answerHold(outcomes: readonly HoldOutcome[]) {
  return answerOne(outcomes, ({ redemption }) => RedemptionResponse.parse(presentRedemption(redemption)))
}

/** Where the member approves a redemption. The secret follows a #, which browsers keep to themselves. */
export function approvalUrlOf(
  { publicUrl, approvalSecret }: { publicUrl: string; approvalSecret: (redemptionId: string) => string },
  redemptionId: string,
): string {
  return `${publicUrl}/wallet/approve/${redemptionId}#${approvalSecret(redemptionId)}`
}

/** What a redemption would cost and give. */
export function presentQuote(quote: RedemptionQuote): z.input<typeof RedemptionQuoteResponse> {
  const { balance, reason } = quote
  const nextExpiry = balance?.nextExpiry ?? null
  return {
    memberId: quote.memberId,
    pointsConfirmed: balance && String(balance.pointsConfirmed),
    pointsHeld: balance && String(balance.pointsHeld),
    pointsAvailable: balance && String(balance.pointsAvailable),
    points: String(quote.points),
    rewardId: quote.rewardId,
    valueMinor: quote.valueMinor === null ? null : String(quote.valueMinor),
    currency: quote.currency,
    redeemRate: quote.rate && {
      redeemRateId: quote.rate.id,
      points: String(quote.rate.points),
      minor: String(quote.rate.minor),
    },
    isAllowed: reason === null,
    reason,
    consentKinds: [...quote.consentKinds],
    nextExpiry: nextExpiry && { points: String(nextExpiry.points), expiresAt: nextExpiry.expiresAt.toISOString() },
  }
}

/** What the member sees and signs. */
export function presentApproval({
  redemption,
  typedData,
  digest,
  passkeys,
}: Approval): z.input<typeof ApprovalResponse> {
  const texts = redemption.rewardTexts
  return {
    redemptionId: redemption.id,
    partnerName: redemption.partnerName,
    points: String(redemption.points),
    valueMinor: valueOf(redemption),
    currency: redemption.currency,
    rewardTitle: texts && Object.fromEntries(Object.entries(texts).map(([language, { title }]) => [language, title])),
    state: deriveRedemptionState(redemption),
    expiresAt: redemption.expiresAt.toISOString(),
    memberKind: redemption.memberKind,
    memberAddress: redemption.account,
    ...presentOrder({ typedData, digest, passkeys }),
  }
}

/** What is signed, and with which passkeys it can be. */
function presentOrder({ typedData, digest, passkeys }: Pick<Approval, 'typedData' | 'digest' | 'passkeys'>) {
  return {
    typedData: {
      ...typedData,
      types: Object.fromEntries(Object.entries(typedData.types).map(([name, fields]) => [name, [...fields]])),
    },
    digest,
    passkeys: passkeys && { rpId: passkeys.rpId, credentialIds: [...passkeys.credentialIds] },
  }
}

/** A reward that waits for its member's consent, and what is signed. */
export function presentClaimOrder({ redemption, ...order }: Approval): z.input<typeof ClaimOrderResponse> {
  const { rewardId, partnerId, memberKind } = redemption
  assert(rewardId !== null, 'a reward is held')
  return {
    redemption: {
      redemptionId: redemption.id,
      partnerId,
      rewardId,
      points: String(redemption.points),
      state: deriveRedemptionState(redemption),
      expiresAt: redemption.expiresAt.toISOString(),
      consentKinds: [...consentKindsOf(memberKind)],
    },
    ...presentOrder(order),
  }
}

/** A restoration as its partner sees it. */
export function presentRestoration(restoration: RestorationView): z.input<typeof RestorationResponse> {
  return {
    restorationId: restoration.id,
    redemptionId: restoration.redemptionId,
    reference: restoration.reference,
    points: String(restoration.points),
    state: restoration.state,
    failedReason: restoration.failedReason,
    transactionHash: restoration.transactionHash,
    recordedAt: restoration.recordedAt.toISOString(),
  }
}

/** The answer to a restoration: 201 when it is new, 200 when it was there. A refusal is thrown. */
export function answerRestoration(outcomes: readonly RestorationOutcome[]): StoredAnswer {
  return answerOne(outcomes, ({ restoration }) => RestorationResponse.parse(presentRestoration(restoration)))
}
