import type { Reader } from '../../database/engine/client.ts'
import { theRow } from '../../database/engine/row.ts'
import { isPurchaseOf } from '../../database/purchases.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { LedgerTerms } from '../members/find-member.ts'
import { type PurchaseView, viewPurchases } from './purchase-view.ts'

/** Reads one of the partner's own purchases; another partner's is unknown. */
export async function readPurchase(
  deps: { db: Reader; ledger: LedgerTerms },
  { partnerId, purchaseId }: { partnerId: number; purchaseId: string },
): Promise<PurchaseView> {
  if (!(await isPurchaseOf(deps.db, { id: purchaseId, partnerId })))
    throw new Rejection('purchase_unknown', { purchaseId })
  return theRow(await viewPurchases(deps, { partnerId, purchaseIds: [purchaseId] }))
}
