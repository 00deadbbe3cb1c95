import type { Reader, Transaction } from '../../database/engine/client.ts'
import { findMemberPin, saveMemberPin } from '../../database/member-pins.ts'

import type { Clock } from '../../domain/environment.ts'
import { afterWrongTry, pinLock, triesLeft, type PinTries } from '../../domain/pins.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { PinHash } from './pin-hash.ts'

export interface PinDeps {
  readonly clock: Clock
  readonly pinHash: PinHash
}

/** A PIN that was compared but not counted yet: the result may not be shown before it is counted. */
export interface PinTry {
  readonly memberId: string
  readonly isRight: boolean
  /** What it was compared with. */
  readonly hash: string
}

/** Compares a PIN, which takes a while, outside of any transaction. A locked PIN is not compared at all. */
export async function comparePin(
  { db, clock, pinHash }: PinDeps & { db: Reader },
  { memberId, pin }: { memberId: string; pin: string },
): Promise<PinTry> {
  const kept = await findMemberPin(db, memberId)
  if (kept === null) throw new Rejection('pin_unset')
  refuseLocked(kept, clock.now())
  return { memberId, isRight: await pinHash.matches(kept.hash, pin), hash: kept.hash }
}

/**
 * Counts a try in the transaction that locked the member, and says why it does not open; null when it does. The refusal is
 * returned and not thrown, so that the count stays: however many guess at once, the lock lets no more answers out.
 */
export async function countPinTry(tx: Transaction, tried: PinTry, now: Date): Promise<Rejection | null> {
  const kept = await findMemberPin(tx, tried.memberId)
  if (kept === null) return new Rejection('pin_unset')
  const locked = lockedRejection(kept, now)
  if (locked !== null) return locked
  if (tried.isRight && kept.hash === tried.hash) {
    if (kept.failedTries > 0) await saveMemberPin(tx, { ...kept, failedTries: 0, lockedUntil: null })
    return null
  }
  const tries = afterWrongTry(kept, now)
  await saveMemberPin(tx, { ...kept, ...tries })
  return lockedRejection(tries, now) ?? new Rejection('pin_wrong', { triesLeft: triesLeft(tries) })
}

function refuseLocked(tries: PinTries, now: Date): void {
  const locked = lockedRejection(tries, now)
  if (locked !== null) throw locked
}

function lockedRejection(tries: PinTries, now: Date): Rejection | null {
  const lock = pinLock(tries, now)
  if (lock === null) return null
  return new Rejection('pin_locked', lock === 'until_reset' ? {} : { lockedUntil: lock.toISOString() })
}
