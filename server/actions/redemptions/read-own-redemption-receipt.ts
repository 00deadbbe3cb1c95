import type { Reader } from '../../database/engine/client.ts'
import { type RedemptionReceiptView, viewRedemptionReceipt } from './redemption-receipt.ts'

/** Reads the receipt of one of the member's own redemptions. */
export function readOwnRedemptionReceipt(
  deps: { readonly db: Reader },
  { memberId, redemptionId }: { memberId: string; redemptionId: string },
): Promise<RedemptionReceiptView> {
  return viewRedemptionReceipt(deps, { owner: { memberId }, redemptionId })
}
