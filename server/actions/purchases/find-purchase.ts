import type { Reader } from '../../database/engine/client.ts'
import type { LedgerTerms } from '../members/find-member.ts'
import { type PurchaseView, viewPurchase } from './purchase-view.ts'

/** Finds one of the partner's own purchases by the partner's order reference. */
export function findPurchase(
  deps: { db: Reader; ledger: LedgerTerms },
  { partnerId, orderRef }: { partnerId: number; orderRef: string },
): Promise<PurchaseView> {
  return viewPurchase(deps, { partnerId, name: { orderRef } })
}
