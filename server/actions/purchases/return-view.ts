import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEntriesOfSources } from '../../database/entry-states.ts'
import { listAllocations, type PurchaseReturn } from '../../database/returns.ts'
import { stateOfSource, viewEntry, type EntryView } from './entry-view.ts'
import type { LedgerTerms } from '../members/find-member.ts'
import type { RecordedReturn } from './record-returns.ts'

/** A return with its state. */
export type ReturnView = RecordedReturn &
  Pick<EntryView, 'state' | 'parkedReason'> & { readonly entries: readonly EntryView[] }

/** Adds to returns what is shown with them, in the same order. */
export async function viewReturns(
  { db, ledger }: { db: Reader; ledger: LedgerTerms },
  returns: readonly PurchaseReturn[],
): Promise<ReturnView[]> {
  const ids = returns.map(({ id }) => id)
  const finalizedNumber = (await findChainCursor(db, ledger.chainId))?.finalizedNumber ?? null
  const views = (await listEntriesOfSources(db, ids)).map((entry) => viewEntry(entry, finalizedNumber))
  const entriesOf = Map.groupBy(views, ({ entry }) => entry.sourceId)
  const allocationsOf = Map.groupBy(await listAllocations(db, ids), ({ returnId }) => returnId)
  return returns.map((one) => {
    const entries = entriesOf.get(one.id) ?? []
    return { return: one, allocations: allocationsOf.get(one.id) ?? [], entries, ...stateOfSource(entries) }
  })
}
