import type { Reader } from '../../database/engine/client.ts'
import type { LedgerTerms } from '../members/find-member.ts'
import { type PurchaseView, viewPurchase } from './purchase-view.ts'

/** Reads one of the partner's own purchases; another partner's is unknown. */
export function readPurchase(
  deps: { db: Reader; ledger: LedgerTerms },
  { partnerId, purchaseId }: { partnerId: number; purchaseId: string },
): Promise<PurchaseView> {
  return viewPurchase(deps, { partnerId, name: { purchaseId } })
}
