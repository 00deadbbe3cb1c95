import type { Reader } from '../../database/engine/client.ts'
import { type LoggedOfOrder, listLoggedOfOrder } from '../../database/redemption-events.ts'
import { findRedemption, type Redemption } from '../../database/redemptions.ts'
import { orderOf, type RedemptionOrder } from '../../domain/redemption-order.ts'
import { Rejection } from '../../domain/rejection.ts'

/** All that is needed to check a redemption, and what came back of it, against the chain without asking us. */
export interface RedemptionReceiptView {
  readonly redemptionId: string
  readonly order: RedemptionOrder
  /** The order's EIP-712 struct hash. */
  readonly orderHash: string
  /** As PointsRedemption takes it. */
  readonly memberSignature: string
  /** What the order's `reward` commits to; without the texts once the member is erased. */
  readonly given: { readonly rewardId: string | null; readonly reference: string | null; readonly salt: string | null }
  /** The chain's record of the burn. */
  readonly burned: LoggedOfOrder
  /** The chain's records of what came back, oldest first. */
  readonly restored: readonly LoggedOfOrder[]
}

/** Whose receipt it is: the partner's where the points were spent, and the member's who spent them. */
type ReceiptOwner = { readonly partnerId: number } | { readonly memberId: string }

const isOwn = (redemption: Redemption, owner: ReceiptOwner) =>
  'partnerId' in owner ? redemption.partnerId === owner.partnerId : redemption.memberId === owner.memberId

/**
 * Reads the receipt of a redemption, which is there once the chain has burned its points. Anybody else's is as unknown as none.
 * NOTE: before that the member's signature is not public. A partner that had it could post the order of a hold that it voided.
 *
 * @throws Rejection `redemption_unknown`, `redemption_not_burned`
 */
export async function viewRedemptionReceipt(
  { db }: { readonly db: Reader },
  { owner, redemptionId }: { owner: ReceiptOwner; redemptionId: string },
): Promise<RedemptionReceiptView> {
  const found = await findRedemption(db, redemptionId)
  if (found === null || !isOwn(found, owner)) throw new Rejection('redemption_unknown')
  const { orderHash, memberSignature, rewardId, reference, salt } = found
  if (orderHash === null || memberSignature === null) throw new Rejection('redemption_not_burned')
  const order = orderOf(found)
  const logged = await listLoggedOfOrder(db, { ...order, orderHash })
  const burned = logged.find(({ kind }) => kind === 'redeemed')
  if (burned === undefined) throw new Rejection('redemption_not_burned')
  return {
    redemptionId,
    order,
    orderHash,
    memberSignature,
    given: { rewardId, reference, salt },
    burned,
    restored: logged.filter(({ kind }) => kind === 'restored'),
  }
}
