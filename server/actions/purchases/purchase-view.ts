import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { listEntriesOfSources } from '../../database/entry-states.ts'
import { findPurchase, listPurchasesByOrderRefs, type Purchase } from '../../database/purchases.ts'
import { findReturnablePurchase, type ReturnedSoFar } from '../../database/returns.ts'
import { assert } from '../../domain/assert.ts'
import type { PurchaseState } from '../../domain/purchase-state.ts'
import { Rejection } from '../../domain/rejection.ts'
import { stateOfSource, viewEntry, type EntryView } from './entry-view.ts'
import type { LedgerTerms } from '../members/find-member.ts'

/** A purchase with its state, its rule, and what returns took back. */
export interface PurchaseView {
  readonly purchase: Purchase & ReturnedSoFar
  readonly rule: StoredEarningRule
  readonly state: PurchaseState
  readonly parkedReason: string | null
  readonly entries: readonly EntryView[]
}

/** How a partner names a purchase of its own. */
type PurchaseName = { readonly purchaseId: string } | { readonly orderRef: string }

/** Reads one of the partner's own purchases; another partner's is unknown. */
export async function viewPurchase(
  { db, ledger }: { db: Reader; ledger: LedgerTerms },
  { partnerId, name }: { partnerId: number; name: PurchaseName },
): Promise<PurchaseView> {
  const purchase =
    'purchaseId' in name
      ? await findPurchase(db, { id: name.purchaseId, partnerId })
      : (await listPurchasesByOrderRefs(db, [{ partnerId, orderRef: name.orderRef }]))[0]
  if (purchase === null || purchase === undefined) throw new Rejection('purchase_unknown', { ...name })
  const rule = (await listEarningRules(db, [partnerId])).find(({ id }) => id === purchase.earningRuleId)
  const returnable = await findReturnablePurchase(db, purchase)
  assert(rule !== undefined && returnable !== null, 'a recorded purchase and its rule are kept')
  const finalizedNumber = (await findChainCursor(db, ledger.chainId))?.finalizedNumber ?? null
  const entries = (await listEntriesOfSources(db, [purchase.id])).map((entry) => viewEntry(entry, finalizedNumber))
  return { purchase: returnable, rule, entries, ...stateOfSource(entries) }
}
