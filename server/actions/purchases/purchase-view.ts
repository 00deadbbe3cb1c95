import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { listEntriesOfSources } from '../../database/entry-states.ts'
import type { Purchase } from '../../database/purchases.ts'
import { listReturnablePurchasesByIds, type ReturnedSoFar } from '../../database/returns.ts'
import { assert } from '../../domain/assert.ts'
import type { PurchaseState } from '../../domain/purchase-state.ts'
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

/** Adds to a partner's own purchases what is shown with them, in the order of the ids. */
export async function viewPurchases(
  { db, ledger }: { db: Reader; ledger: LedgerTerms },
  { partnerId, purchaseIds }: { partnerId: number; purchaseIds: readonly string[] },
): Promise<PurchaseView[]> {
  const purchases = await listReturnablePurchasesByIds(db, purchaseIds)
  const rules = await listEarningRules(db, [partnerId])
  const finalizedNumber = (await findChainCursor(db, ledger.chainId))?.finalizedNumber ?? null
  const views = (await listEntriesOfSources(db, purchaseIds)).map((entry) => viewEntry(entry, finalizedNumber))
  const entriesOf = Map.groupBy(views, ({ entry }) => entry.sourceId)
  return purchaseIds.map((id) => {
    const purchase = purchases.find((one) => one.id === id)
    const rule = rules.find((one) => one.id === purchase?.earningRuleId)
    assert(purchase !== undefined && rule !== undefined, 'a recorded purchase and its rule are kept')
    const entries = entriesOf.get(id) ?? []
    return { purchase, rule, entries, ...stateOfSource(entries) }
  })
}
