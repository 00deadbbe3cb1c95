import type { EntryOnItsWay } from '../../database/entry-states.ts'
import { derivePurchaseState, type PurchaseState } from '../../domain/purchase-state.ts'

/** An entry as its partner sees it: what it moves, and how far it has come. */
export interface EntryView {
  readonly entry: EntryOnItsWay
  readonly state: PurchaseState
  readonly parkedReason: string | null
}

/** Says how far an entry has come. */
export function viewEntry(entry: EntryOnItsWay, finalizedNumber: bigint | null): EntryView {
  return { entry, ...derivePurchaseState({ entry, finalizedNumber }) }
}

/** The state of a purchase or return: that of its own entry, or `no_points`. */
export function stateOfSource(views: readonly EntryView[]): Pick<EntryView, 'state' | 'parkedReason'> {
  const own = views.find(({ entry }) => entry.kind !== 'shortfall_recovery')
  return { state: own?.state ?? 'no_points', parkedReason: own?.parkedReason ?? null }
}
