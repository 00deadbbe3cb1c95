import { expiryOf, liveLots } from './lots.ts'
import type { EpochScale, Lot } from './lots.ts'

/** Points that expire together. */
export interface ExpiringLot {
  readonly points: bigint
  readonly expiresAt: Date
}

/** A member's points. The three numbers answer different questions and are never added. */
export interface MemberBalance {
  /** Accepted and not on chain yet; negative while a return waits. */
  readonly pointsPending: bigint
  /** On chain, final or not. */
  readonly pointsConfirmed: bigint
  /** The part of it in final blocks. */
  readonly pointsFinal: bigint
  /** The confirmed points by when they expire, soonest first. */
  readonly lots: readonly ExpiringLot[]
  /** What expires next, and when; null when nothing is confirmed. */
  readonly expiresNext: ExpiringLot | null
}

interface BalanceFacts {
  readonly pendingPoints: bigint
  /** Lots by all applied blocks, and by final ones only. */
  readonly lots: readonly Lot[]
  readonly finalLots: readonly Lot[]
  readonly currentEpoch: number
  readonly scale: EpochScale
}

/** What a member has. */
export function deriveBalance({ pendingPoints, lots, finalLots, currentEpoch, scale }: BalanceFacts): MemberBalance {
  const live = liveLots(lots, currentEpoch)
  const expiring = live.map(({ epoch, points }) => ({ points, expiresAt: new Date(expiryOf(epoch, scale) * 1_000) }))
  return {
    pointsPending: pendingPoints,
    pointsConfirmed: sumPoints(live),
    pointsFinal: sumPoints(liveLots(finalLots, currentEpoch)),
    lots: expiring,
    expiresNext: expiring[0] ?? null,
  }
}

function sumPoints(lots: readonly Lot[]): bigint {
  return lots.reduce((sum, { points }) => sum + points, 0n)
}
