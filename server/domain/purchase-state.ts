/** What people see of a purchase or a return (docs/architecture.md, "States that people see"). */
export type PurchaseState = 'no_points' | 'accepted' | 'batched' | 'submitted' | 'confirmed' | 'final' | 'parked'

/** What the tables say about an entry: nothing, its batch, and the block that posted it. */
export interface EntryFacts {
  /** Null when the purchase earned no points, or the return took none back. */
  readonly entry: {
    readonly batchState: 'formed' | 'signed' | 'bound' | 'posted' | 'parked' | null
    /** Why the partner's oldest parked batch waits: whatever has no nonce yet waits behind it. */
    readonly parkedReason: string | null
    /** The applied block with the batch's own event. */
    readonly postedBlock: bigint | null
  } | null
  /** Null before a chain is followed. */
  readonly finalizedNumber: bigint | null
}

/** The state, and why it waits when it is parked. What the chain says goes before what the batch row says. */
export function derivePurchaseState({ entry, finalizedNumber }: EntryFacts): {
  state: PurchaseState
  parkedReason: string | null
} {
  if (entry === null) return { state: 'no_points', parkedReason: null }
  const { batchState, parkedReason, postedBlock } = entry
  if (postedBlock !== null) {
    const isFinal = finalizedNumber !== null && postedBlock <= finalizedNumber
    return { state: isFinal ? 'final' : 'confirmed', parkedReason: null }
  }
  // A batch that was posted and whose event is gone again is on its way once more: a reorg is a normal event.
  if (batchState === 'bound' || batchState === 'posted') return { state: 'submitted', parkedReason: null }
  if (parkedReason !== null) return { state: 'parked', parkedReason }
  return { state: batchState === null ? 'accepted' : 'batched', parkedReason: null }
}
