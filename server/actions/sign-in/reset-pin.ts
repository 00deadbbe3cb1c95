import type { Database } from '../../database/engine/client.ts'
import { removeMemberPin } from '../../database/member-pins.ts'
import { startPinPlaces } from '../../database/pin-places.ts'
import { endSessionsOfMember } from '../../database/member-sessions.ts'
import { listMembersByIds, lockMembers } from '../../database/members.ts'
import type { Randomness } from '../../domain/environment.ts'
import { RESET_CODE_DAYS } from '../../domain/pins.ts'
import { READABLE_CODE_CHARACTERS, writeReadableCode } from '../../domain/readable-codes.ts'
import { Rejection } from '../../domain/rejection.ts'
import { DAY_MS } from '../../domain/utc-days.ts'
import { type NoticeDeps, notifyMember } from '../messages/notify-member.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'
import { refuseWaitingMove } from '../members/refuse-waiting-move.ts'

export interface ResetPinDeps extends NoticeDeps {
  readonly db: Database
  readonly randomness: Randomness
  readonly hashIdentifier: HashIdentifier
}

/** A PIN that was taken back, and what lets its member set the next one. */
export interface ResetPin {
  readonly memberId: string
  /** For the member only; shown only this once. */
  readonly resetCode: string
  readonly expiresAt: Date
}

/**
 * Takes a member's PIN back, locked, forgotten or never set, and draws the code with which the member sets the next one at any
 * till. Who is signed in with the old one is signed out and known in no browser: a session that a thief has would otherwise set the new one. A
 * move that was asked for with the old one is refused. Done again, it draws a new code, and the previous one stops working.
 */
export async function resetPin(deps: ResetPinDeps, { memberId }: { memberId: string }): Promise<ResetPin> {
  const { db, clock, randomness, hashIdentifier } = deps
  const [member] = await listMembersByIds(db, [memberId])
  if (member === undefined) throw new Rejection('member_unknown', { kind: 'member' })
  const resetCode = writeReadableCode(randomness.bytes(READABLE_CODE_CHARACTERS))
  const resetHash = hashResetCode(hashIdentifier, { memberId, code: resetCode })
  return db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const now = clock.now()
    const expiresAt = new Date(now.getTime() + RESET_CODE_DAYS * DAY_MS)
    await removeMemberPin(tx, memberId, { now, resetHash, resetExpiresAt: expiresAt })
    await startPinPlaces(tx, memberId, null)
    await endSessionsOfMember(tx, memberId, now)
    await refuseWaitingMove(tx, member, { refusedBy: 'pin_reset', now })
    await notifyMember(tx, deps, { memberId, topic: 'pin_reset' })
    return { memberId, resetCode, expiresAt }
  })
}

/** What is stored of a reset code. */
export function hashResetCode(
  hashIdentifier: HashIdentifier,
  { memberId, code }: { memberId: string; code: string },
): string {
  return hashIdentifier('card', `PIN reset code of ${memberId}: ${code}`)
}
