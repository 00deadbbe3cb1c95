import type { NewRow } from '../../database/engine/tables.ts'
import type { MemberSpending } from '../../database/spending-facts.ts'
import type { Ids, Randomness } from '../../domain/environment.ts'
import { orderDeadline, type OrderNaming } from '../../domain/redemption-order.ts'
import { type ApprovalSecret, hashApproval } from './approval-secret.ts'
import type { NewHold } from './hold-facts.ts'

/** A hold that is not stored yet. */
export type Draft = NewRow<'redemption'> & { readonly reference: string }

/** Points that are held, and the rate by which they take money off; null for a reward. */
export interface Price {
  readonly points: bigint
  readonly redeemRateId: string | null
}

interface DraftDeps {
  readonly ids: Ids
  readonly randomness: Randomness
  readonly orders: OrderNaming
  readonly approvalSecret: ApprovalSecret
}

const SALT_BYTES = 32

/** A hold as it is stored: nothing is signed, and it has no nonce yet. */
export function draftHold(
  { deps, now }: { deps: DraftDeps; now: Date },
  held: { partnerId: number; item: NewHold; facts: MemberSpending; price: Price },
): Draft {
  const { partnerId, item, facts, price } = held
  const { points, redeemRateId } = price
  const { reference, rewardId, locationId, expiresInSeconds, metadata } = item
  const id = deps.ids.next()
  const salt = `0x${Buffer.from(deps.randomness.bytes(SALT_BYTES)).toString('hex')}`
  return {
    id,
    partnerId,
    account: facts.account,
    points,
    memberId: facts.memberId,
    reference,
    locationId,
    rewardId,
    redeemRateId,
    rewardHash: deps.orders.commitReward({ partnerId, rewardId, reference, salt }),
    salt,
    nonce: null,
    deadline: orderDeadline(now),
    orderHash: null,
    approvalHash: hashApproval(deps.approvalSecret(id)),
    expiresAt: new Date(now.getTime() + expiresInSeconds * 1_000),
    heldAt: now,
    consentKind: null,
    consentedAt: null,
    memberSignature: null,
    state: 'held',
    capturedAt: null,
    askedAt: null,
    gaveWayAt: null,
    voidedAt: null,
    voidedBy: null,
    listId: null,
    renewals: 0,
    refusedReason: null,
    metadata,
  }
}
