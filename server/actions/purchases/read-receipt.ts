import { type ReceiptDeps, type ReceiptView, viewReceipt } from './receipt-view.ts'

/** Reads the receipt of one of the partner's own entries, with its proof. */
export function readReceipt(
  deps: ReceiptDeps,
  { partnerId, entryId }: { partnerId: number; entryId: string },
): Promise<ReceiptView> {
  return viewReceipt(deps, { owner: { partnerId }, entryId })
}
