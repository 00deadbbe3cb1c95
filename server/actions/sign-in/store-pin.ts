import type { Database, Transaction } from '../../database/engine/client.ts'
import { findMemberPin, saveMemberPin } from '../../database/member-pins.ts'
import { endSessionsOfMember } from '../../database/member-sessions.ts'
import { listMembersByIds, lockMembers, type Member } from '../../database/members.ts'
import { assert } from '../../domain/assert.ts'
import { isPinGoodEnough } from '../../domain/pins.ts'
import { consentKindsOf } from '../../domain/redemption-order.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type NoticeDeps, notifyMember } from '../messages/notify-member.ts'
import { comparePin, countPinTry, type PinDeps } from './verify-pin.ts'

export type StorePinDeps = PinDeps & NoticeDeps & { readonly db: Database }

/** A PIN that a card member chose. */
export interface ChosenPin {
  readonly memberId: string
  readonly pin: string
  /** Needed once there is one. */
  readonly currentPin: string | null
  /** The session from which it was chosen, which goes on; none at a till. */
  readonly sessionTokenHash?: string
}

/**
 * Sets a card member's first PIN, where whoever asks may do that, or changes it with the old one; wrong tries at the old one
 * count like any other. All other sessions of the member end: whoever changes a PIN may do so because somebody else knows it.
 */
export async function storePin(
  deps: StorePinDeps,
  { memberId, pin, currentPin, sessionTokenHash }: ChosenPin,
  judgeFirst: (tx: Transaction, member: Member, now: Date) => Promise<Rejection | null> | null,
): Promise<{ memberId: string; setAt: Date }> {
  assert(isPinGoodEnough(pin), 'the schema lets no weak PIN through')
  const [member] = await listMembersByIds(deps.db, [memberId])
  if (member === undefined) throw new Rejection('member_unknown', { kind: 'member' })
  if (member.kind !== 'card')
    throw new Rejection('consent_kind_unavailable', { kinds: [...consentKindsOf(member.kind)] })
  const tried = currentPin === null ? null : await comparePin(deps, { memberId, pin: currentPin })
  const hash = await deps.pinHash.make(pin)
  const outcome = await deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const setAt = deps.clock.now()
    if (tried === null && (await findMemberPin(tx, memberId)) !== null) return new Rejection('pin_set_already')
    const refusal = await (tried === null ? judgeFirst(tx, member, setAt) : countPinTry(tx, tried, setAt))
    if (refusal !== null) return refusal
    await saveMemberPin(tx, {
      memberId,
      hash,
      setAt,
      failedTries: 0,
      lockedUntil: null,
      resetHash: null,
      resetExpiresAt: null,
    })
    await endSessionsOfMember(tx, memberId, setAt, sessionTokenHash ?? null)
    await notifyMember(tx, deps, { memberId, topic: 'pin_changed' })
    return { memberId, setAt }
  })
  if (outcome instanceof Rejection) throw outcome
  return outcome
}
