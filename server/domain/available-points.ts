import type { ExpiringLot } from './member-balance.ts'

/** Points that expire sooner than this cannot be promised: an order takes a while to reach the ledger. */
export const SPENDABLE_BEFORE_EXPIRY_MS = 600_000

interface AvailabilityFacts {
  readonly lots: readonly ExpiringLot[]
  /** The ledger's time. */
  readonly asOf: Date
  /** Held, or captured and not burned yet. */
  readonly reserved: bigint
  /** What returns that wait will take, not negative. */
  readonly pendingDebits: bigint
}

/** What a member can spend now: what lives long enough, less what is promised or about to be taken back. Never below 0. */
export function availablePoints({ lots, asOf, reserved, pendingDebits }: AvailabilityFacts): bigint {
  const soonest = asOf.getTime() + SPENDABLE_BEFORE_EXPIRY_MS
  const living = lots.filter(({ expiresAt }) => expiresAt.getTime() >= soonest)
  const left = living.reduce((sum, { points }) => sum + points, 0n) - reserved - pendingDebits
  return left > 0n ? left : 0n
}
