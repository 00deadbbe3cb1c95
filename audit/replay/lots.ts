/** Epochs that points live, the one they were credited in included (`validityDuration` of the ledger). */
export const LIFE_EPOCHS = 6
/** The last epoch that the ledger's words can name never ends. */
export const EPOCH_MAX = 65_535

/** Points of one epoch. */
export interface Lot {
  readonly epoch: number
  points: bigint
}

/** Points by the epoch in which they were credited, oldest first, none empty. */
export type Lots = Lot[]

/** The epoch of a second. Rounds down: an epoch begins at its first second. */
export function epochAt(timestamp: number, scale: { epochOrigin: bigint; epochSeconds: bigint }): number {
  const epoch = Number((BigInt(timestamp) - scale.epochOrigin) / scale.epochSeconds)
  return Math.min(epoch, EPOCH_MAX)
}

/** The sum of the points that still count at `epoch`. */
export function livePoints(lots: Lots, epoch: number): bigint {
  return lots.reduce((sum, lot) => (isDead(lot, epoch) ? sum : sum + lot.points), 0n)
}

/** Takes what expired before `epoch` out of the lots; returns how much it was. */
export function dropDead(lots: Lots, epoch: number): bigint {
  let dropped = 0n
  while (lots[0] !== undefined && isDead(lots[0], epoch)) dropped += lots.shift()?.points ?? 0n
  return dropped
}

/** Adds points to the lot of `epoch`, which is not older than any other. */
export function addPoints(lots: Lots, epoch: number, points: bigint): void {
  const last = lots.at(-1)
  if (last?.epoch === epoch) last.points += points
  else lots.push({ epoch, points })
}

/** A part of a lot that was taken away. */
interface Taken {
  readonly epoch: number
  readonly points: bigint
}

/** Takes points, from the oldest lot on or from the newest; returns the parts, and what could not be taken. */
export function takePoints(lots: Lots, points: bigint, from: 'oldest' | 'newest'): { parts: Taken[]; missing: bigint } {
  const parts: Taken[] = []
  let left = points
  while (left > 0n) {
    const lot = from === 'oldest' ? lots[0] : lots.at(-1)
    if (lot === undefined) break
    const part = lot.points < left ? lot.points : left
    lot.points -= part
    left -= part
    parts.push({ epoch: lot.epoch, points: part })
    if (lot.points > 0n) continue
    if (from === 'oldest') lots.shift()
    else lots.pop()
  }
  return { parts, missing: left }
}

/** Takes parts of known epochs away. Returns false where there was less. */
export function takeParts(lots: Lots, parts: readonly Taken[]): boolean {
  return parts.every(({ epoch, points }) => {
    const lot = lots.find((each) => each.epoch === epoch)
    if (lot === undefined || lot.points < points) return false
    lot.points -= points
    if (lot.points === 0n) lots.splice(lots.indexOf(lot), 1)
    return true
  })
}

const isDead = (lot: Lot, epoch: number) => epoch - lot.epoch >= LIFE_EPOCHS
