import { assert } from './assert.ts'

/** Points of one account that belong to one epoch. */
export interface Lot {
  readonly epoch: number
  readonly points: bigint
}

/** How the contract counts epochs: from 1, the one of its deployment, which began at `originSeconds + lengthSeconds`. */
export interface EpochScale {
  readonly originSeconds: number
  readonly lengthSeconds: number
}

/** What taking points out of lots gave: what each lot gave, and what none had. */
export interface Taken {
  readonly taken: readonly Lot[]
  readonly missing: bigint
}

/** How many epochs points live, the one that they were earned in included. */
export const LOTS_LIVE = 6
/** Epochs are 16 bits on chain; the last one never ends. */
export const EPOCH_MAX = 65_535

/** The contract's scale: epochs begin at whole multiples of their length since 1970. */
export function epochScale(deployedAtSeconds: number, lengthSeconds: number): EpochScale {
  assert(Number.isInteger(lengthSeconds) && lengthSeconds > 0, 'an epoch has a length')
  return { originSeconds: (Math.floor(deployedAtSeconds / lengthSeconds) - 1) * lengthSeconds, lengthSeconds }
}

/** The epoch of a moment. */
export function epochAt(timestampSeconds: number, scale: EpochScale): number {
  const epoch = Math.floor((timestampSeconds - scale.originSeconds) / scale.lengthSeconds)
  assert(epoch >= 1, 'the chain is not older than its contracts')
  return Math.min(epoch, EPOCH_MAX)
}

/** The second at which the points of an epoch expire. */
export function expiryOf(epoch: number, scale: EpochScale): number {
  return scale.originSeconds + (epoch + LOTS_LIVE) * scale.lengthSeconds
}

/** The newest epoch whose points have expired in an epoch. */
export function newestDeadEpoch(currentEpoch: number): number {
  return currentEpoch - LOTS_LIVE
}

/** The lots that still count in an epoch and are not empty, oldest first. */
export function liveLots(lots: readonly Lot[], currentEpoch: number): Lot[] {
  return lots
    .filter(({ epoch, points }) => points !== 0n && epoch > currentEpoch - LOTS_LIVE)
    .sort((a, b) => a.epoch - b.epoch)
}

/** How a return is taken: from the newest lot backwards, at most what is there. */
export function takeNewestFirst(lots: readonly Lot[], points: bigint): Taken {
  return take(
    lots.toSorted((a, b) => b.epoch - a.epoch),
    points,
  )
}

/** How a redemption is taken: the points that expire next go first. */
export function takeOldestFirst(lots: readonly Lot[], points: bigint): Taken {
  return take(
    lots.toSorted((a, b) => a.epoch - b.epoch),
    points,
  )
}

function take(lots: readonly Lot[], points: bigint): Taken {
  assert(points >= 0n, 'nobody takes less than nothing')
  const taken: Lot[] = []
  let missing = points
  for (const lot of lots) {
    const part = lot.points < missing ? lot.points : missing
    if (part <= 0n) continue
    taken.push({ epoch: lot.epoch, points: part })
    missing -= part
  }
  return { taken, missing }
}
