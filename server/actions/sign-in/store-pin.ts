import type { Database, Reader } from '../../database/engine/client.ts'
import { findMemberPin, saveMemberPin } from '../../database/member-pins.ts'
import { startPinPlaces } from '../../database/pin-places.ts'
import { endSessionsOfMember } from '../../database/member-sessions.ts'
import { listMembersByIds, lockMembers, type Member } from '../../database/members.ts'
import { assert } from '../../domain/assert.ts'
import { isPinGoodEnough } from '../../domain/pins.ts'
import { consentKindsOf } from '../../domain/redemption-order.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type NoticeDeps, notifyMember } from '../messages/notify-member.ts'
import {
  comparePin,
  countPinTry,
  markPinRight,
  type PinDeps,
  type PinSource,
  readPinPlace,
  turnOf,
} from './verify-pin.ts'

export type StorePinDeps = PinDeps & NoticeDeps & { readonly db: Database }

/** A PIN that a card member chose. */
export interface ChosenPin {
  readonly memberId: string
  readonly pin: string
  /** Needed once there is one. */
  readonly currentPin: string | null
  readonly from: PinSource
  /** The session from which it was chosen, which goes on; none at a till. */
  readonly sessionTokenHash?: string
}

/**
 * Sets a card member's first PIN, where whoever asks may do that, or changes it with the old one; wrong tries at the old one
 * count like any other. All other sessions of the member end, and browsers are forgotten: whoever changes a PIN may do so because somebody else knows it.
 */
export async function storePin(
  deps: StorePinDeps,
  { memberId, pin, currentPin, from, sessionTokenHash }: ChosenPin,
  judgeFirst: (reader: Reader, member: Member, now: Date) => Promise<Rejection | null>,
): Promise<{ memberId: string; setAt: Date }> {
  assert(isPinGoodEnough(pin), 'the schema lets no weak PIN through')
  const [member] = await listMembersByIds(deps.db, [memberId])
  if (member === undefined) throw new Rejection('member_unknown', { kind: 'member' })
  if (member.kind !== 'card')
    throw new Rejection('consent_kind_unavailable', { kinds: [...consentKindsOf(member.kind)] })
  const refuseFirst = async (reader: Reader, now: Date) =>
    (await findMemberPin(reader, memberId)) === null
      ? judgeFirst(reader, member, now)
      : new Rejection('pin_set_already')
  // Nothing is hashed for what is refused anyway.
  if (currentPin === null) {
    const tooEarly = await refuseFirst(deps.db, deps.clock.now())
    if (tooEarly !== null) throw tooEarly
  }
  const tried = currentPin === null ? null : await comparePin(deps, { memberId, pin: currentPin, from })
  const hash = tried?.isRight === false ? '' : await deps.pinHash.make(pin, turnOf(memberId, from.otherwise))
  const outcome = await deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const setAt = deps.clock.now()
    const refusal = await (tried === null ? refuseFirst(tx, setAt) : countPinTry(tx, deps, tried))
    if (refusal !== null) return refusal
    const place = await readPinPlace(tx, memberId, from, setAt)
    if (tried === null) await markPinRight(tx, place, setAt)
    await startPinPlaces(tx, memberId, place.place)
    await saveMemberPin(tx, {
      memberId,
      hash,
      setAt,
      failedTries: 0,
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
