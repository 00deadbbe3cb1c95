import type { z } from 'zod'

import type { RedemptionView } from '../database/redemption-views.ts'
import { consentKindsOf } from '../domain/redemption-order.ts'
import { basketValue } from '../domain/redemption-points.ts'
import { deriveRedemptionState } from '../domain/redemption-state.ts'
import type { RedemptionResponse } from './schemas/redemptions.ts'

/** When a redemption is looked at, and how far the chain is final then. */
export interface Moment {
  readonly now: Date
  readonly finalizedNumber: bigint | null
}

/** What a redemption takes off a basket; null where goods are given. */
export function valueOf(
  view: Pick<RedemptionView, 'rewardId' | 'discountMinor' | 'points' | 'redeemPoints' | 'redeemMinor'>,
) {
  return view.rewardId === null ? basketValue(view, view.points) : view.discountMinor
}

/** A redemption as its partner sees it. */
export function presentRedemption(view: RedemptionView, moment: Moment): z.input<typeof RedemptionResponse> {
  const value = valueOf(view)
  return {
    redemptionId: view.id,
    reference: view.reference,
    partnerId: view.partnerId,
    memberId: view.memberId,
    state: deriveRedemptionState({ ...view, ...moment }),
    points: String(view.points),
    rewardId: view.rewardId,
    valueMinor: value === null ? null : String(value),
    currency: view.currency,
    orderHash: view.orderHash,
    nonce: view.nonce,
    deadline: view.deadline.toISOString(),
    expiresAt: view.expiresAt.toISOString(),
    heldAt: view.heldAt.toISOString(),
    consentKind: view.consentKind,
    consentedAt: view.consentedAt?.toISOString() ?? null,
    consentKinds: [...consentKindsOf(view.memberKind)],
    capturedAt: view.capturedAt?.toISOString() ?? null,
    voidedAt: view.voidedAt?.toISOString() ?? null,
    refusedReason: view.refusedReason,
    pointsRestored: String(view.pointsRestored),
    transactionHash: view.transactionHash,
    claimId: view.claimId,
  }
}
