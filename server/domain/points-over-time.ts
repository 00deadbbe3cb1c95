import { epochAt, expiryOf, LOTS_LIVE, type EpochScale } from './lots.ts'
import { DAY_MS, dayText } from './utc-days.ts'

/** Points of a lot that changed at a moment. */
export interface DatedPoints {
  readonly epoch: number
  readonly points: bigint
  readonly at: Date
}

/**
 * The points at the end of each of the last days (UTC), and now as the last one; lots that expired are gone. What is
 * there now is what the balance counts: every change, by the ledger's time `asOf`. A block may carry a later time than
 * this machine's clock, and its points are there all the same.
 */
export function pointsOverTime(
  changes: readonly DatedPoints[],
  { now, asOf, days, scale }: { now: Date; asOf: Date; days: number; scale: EpochScale },
): { readonly date: string; readonly points: bigint }[] {
  const ordered = changes.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const lots = new Map<number, bigint>()
  const today = Math.floor(now.getTime() / DAY_MS)
  let next = 0
  return Array.from({ length: days }, (_, index) => {
    const day = today - days + 1 + index
    const end = day === today ? Infinity : (day + 1) * DAY_MS - 1
    for (let change = ordered[next]; change !== undefined && change.at.getTime() <= end; change = ordered[++next])
      lots.set(change.epoch, (lots.get(change.epoch) ?? 0n) + change.points)
    return {
      date: dayText(new Date(day * DAY_MS)),
      points: sumLiving(lots, Math.min(end, asOf.getTime()), scale),
    }
  })
}

/** The lots that have expired with points left in them: what was lost, and when. */
export function expiredLots(
  changes: readonly DatedPoints[],
  { now, scale }: { now: Date; scale: EpochScale },
): { readonly epoch: number; readonly points: bigint; readonly at: Date }[] {
  const lots = new Map<number, bigint>()
  for (const { epoch, points } of changes) lots.set(epoch, (lots.get(epoch) ?? 0n) + points)
  return [...lots]
    .map(([epoch, points]) => ({ epoch, points, at: new Date(expiryOf(epoch, scale) * 1_000) }))
    .filter(({ points, at }) => points > 0n && at <= now)
}

function sumLiving(lots: ReadonlyMap<number, bigint>, ms: number, scale: EpochScale): bigint {
  const seconds = Math.floor(ms / 1_000)
  if (seconds < scale.originSeconds + scale.lengthSeconds) return 0n
  const current = epochAt(seconds, scale)
  return [...lots].reduce((sum, [epoch, points]) => (epoch > current - LOTS_LIVE ? sum + points : sum), 0n)
}
