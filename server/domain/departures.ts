/** How long a partner that is asked to leave takes returns and gives points back, unless told otherwise: as long as the ledger lets it. */
export const RETURNS_DAYS_DEFAULT = 31
export const RETURNS_DAYS_MAX = 366

/** A request that began before the partner was asked to leave is over by then, and what it recorded is counted. */
export const LATE_REQUEST_MS = 60_000

/** What is open of a partner that is leaving. */
interface Open {
  readonly entries: bigint
  readonly holds: bigint
  readonly burns: bigint
  readonly restorations: bigint
}

/** Whether nothing of a partner is open any more. */
export function isSettled({ entries, holds, burns, restorations }: Open): boolean {
  return entries + holds + burns + restorations === 0n
}

/**
 * Where a partner that is asked to leave stands: it still has something open or may still take returns; or the registry
 * can let go of it; or it has.
 */
export function stageOf(
  departure: { readonly state: 'leaving' | 'left'; readonly returnsUntil: Date },
  { open, allowance, now }: { open: Open; allowance: bigint | null; now: Date },
): 'winding_down' | 'awaiting_registry' | 'left' {
  if (departure.state === 'left') return 'left'
  const isOver = now >= departure.returnsUntil && isSettled(open) && allowance === 0n
  return isOver ? 'awaiting_registry' : 'winding_down'
}
