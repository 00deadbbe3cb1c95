import type { Reader } from '../../database/engine/client.ts'
import { type RedemptionReceiptView, viewRedemptionReceipt } from './redemption-receipt.ts'

/** Reads the receipt of a redemption at the partner. */
export function readRedemptionReceipt(
  deps: { readonly db: Reader },
  { partnerId, redemptionId }: { partnerId: number; redemptionId: string },
): Promise<RedemptionReceiptView> {
  return viewRedemptionReceipt(deps, { owner: { partnerId }, redemptionId })
}
