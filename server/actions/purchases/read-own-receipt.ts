import { type ReceiptDeps, type ReceiptView, viewReceipt } from './receipt-view.ts'

/** Reads the receipt of one of the member's own entries, with its proof. */
export function readOwnReceipt(
  deps: ReceiptDeps,
  { memberId, entryId }: { memberId: string; entryId: string },
): Promise<ReceiptView> {
  return viewReceipt(deps, { owner: { memberId }, entryId })
}
