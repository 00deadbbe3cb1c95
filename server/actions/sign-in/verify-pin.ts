import type { Reader, Transaction } from '../../database/engine/client.ts'
import { findMemberPin, saveMemberPin } from '../../database/member-pins.ts'
import { findWrongPinPause, type PinPlace, readPinPlaces, savePinPlace } from '../../database/pin-places.ts'
import type { Clock } from '../../domain/environment.ts'
import {
  afterWrongTry,
  type AllTries,
  isKnownPlace,
  isTill,
  pinLock,
  type PinPlaceName,
  triesLeft,
  type WrongPinLimits,
} from '../../domain/pins.ts'
import { Rejection } from '../../domain/rejection.ts'
import { DAY_MS } from '../../domain/utc-days.ts'
import { devicePlace } from './device-tokens.ts'
import type { PinHash } from './pin-hash.ts'

export interface PinDeps {
  readonly clock: Clock
  readonly pinHash: PinHash
  readonly wrongPinLimits: WrongPinLimits
}

/** From where a PIN is tried. */
export interface PinSource {
  /** Token of the browser, where it has one: if that is known to the member, its tries count there ... */
  readonly device: string | null
  /** ... and otherwise here. */
  readonly otherwise: PinPlaceName
}

/** The tills of a partner. */
export const fromTill = (partnerId: number): PinSource => ({ device: null, otherwise: `till:${partnerId}` })
/** A member who is signed in. */
export const fromSession = (device: string | null): PinSource => ({ device, otherwise: 'session' })

/** A PIN that was compared but not counted yet: the result may not be shown before it is counted. */
export interface PinTry {
  readonly memberId: string
  readonly place: PinPlaceName
  readonly isRight: boolean
  /** What it was compared with. */
  readonly hash: string
}

/** Where a try from somewhere counts, and what is kept of the tries there. */
export async function readPinPlace(
  reader: Reader,
  memberId: string,
  { device, otherwise }: PinSource,
  now: Date,
): Promise<PinPlace & { place: PinPlaceName }> {
  const places = device === null ? [otherwise] : [devicePlace(device), otherwise]
  const rows = await readPinPlaces(reader, memberId, places)
  const at = device !== null && rows[0] !== undefined && isKnownPlace(rows[0], now) ? 0 : places.length - 1
  return { ...(rows[at] as PinPlace), place: places[at] as PinPlaceName }
}

/**
 * Compares a PIN, which takes a while, outside of any transaction. A PIN that is locked where it is tried is not compared at
 * all, nor one at the tills of a partner that guesses.
 */
export async function comparePin(
  deps: PinDeps & { db: Reader },
  { memberId, pin, from }: { memberId: string; pin: string; from: PinSource },
): Promise<PinTry> {
  const { db, clock, pinHash } = deps
  const now = clock.now()
  const kept = await findMemberPin(db, memberId)
  if (kept === null) throw new Rejection('pin_unset')
  const row = await readPinPlace(db, memberId, from, now)
  const { place } = row
  const refusal = lockedRejection(triesOf(row, kept.failedTries, now), now) ?? (await pausedRejection(db, deps, place))
  if (refusal !== null) throw refusal
  return { memberId, place, isRight: await pinHash.matches(kept.hash, pin, turnOf(memberId, place)), hash: kept.hash }
}

/** Whose turn a comparison is: a flood of one has only its own wait. */
export function turnOf(memberId: string, place: PinPlaceName): string {
  return isTill(place) || place === 'stranger' ? place : `member:${memberId}`
}

/**
 * Counts a try in the transaction that locked the member, and says why it does not open; null when it does. The refusal is
 * returned and not thrown, so that the count stays: however many guess at once, the lock lets no more answers out.
 */
export async function countPinTry(
  tx: Transaction,
  deps: Pick<PinDeps, 'wrongPinLimits' | 'clock'>,
  tried: PinTry,
): Promise<Rejection | null> {
  const { memberId, place } = tried
  const now = deps.clock.now()
  const kept = await findMemberPin(tx, memberId)
  if (kept === null) return new Rejection('pin_unset')
  const row = await readPinPlace(tx, memberId, { device: null, otherwise: place }, now)
  const before = triesOf(row, kept.failedTries, now)
  const refusal = lockedRejection(before, now) ?? (await pausedRejection(tx, deps, place))
  if (refusal !== null) return refusal
  if (tried.isRight && kept.hash === tried.hash) {
    await markPinRight(tx, row, now)
    return null
  }
  const after = afterWrongTry(before, now)
  await saveMemberPin(tx, { ...kept, failedTries: after.together })
  await savePinPlace(tx, { ...row, ...after.here, lastWrongAt: now })
  return lockedRejection(after, now) ?? new Rejection('pin_wrong', { triesLeft: triesLeft(after) })
}

/** Notes that the right PIN was given in a place. */
export async function markPinRight(tx: Transaction, row: PinPlace, now: Date): Promise<void> {
  const { failedTries, lastWrongAt, lastRightAt } = row
  const isNoted = lastRightAt !== null && now.getTime() - lastRightAt.getTime() < DAY_MS
  if (isNoted && failedTries === 0 && (lastWrongAt === null || lastWrongAt < lastRightAt)) return
  await savePinPlace(tx, { ...row, failedTries: 0, lockedUntil: null, lastRightAt: now })
}

function triesOf(row: PinPlace, together: number, now: Date): AllTries {
  const { failedTries, lockedUntil } = row
  return { here: { failedTries, lockedUntil }, isKnown: isKnownPlace(row, now), together }
}

function lockedRejection(tries: AllTries, now: Date): Rejection | null {
  const lock = pinLock(tries, now)
  if (lock === null) return null
  return new Rejection('pin_locked', lock === 'until_changed' ? {} : { lockedUntil: lock.toISOString() })
}

async function pausedRejection(
  reader: Reader,
  { wrongPinLimits: limits, clock }: Pick<PinDeps, 'wrongPinLimits' | 'clock'>,
  place: PinPlaceName,
): Promise<Rejection | null> {
  if (!isTill(place)) return null
  const now = clock.now()
  const until = await findWrongPinPause(reader, place, { limits, now })
  if (until === null) return null
  const retryAfterSeconds = Math.ceil((until.getTime() - now.getTime()) / 1_000)
  return new Rejection('pin_tries_paused', { pausedUntil: until.toISOString(), retryAfterSeconds })
}
