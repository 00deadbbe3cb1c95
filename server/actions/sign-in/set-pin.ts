import type { Reader } from '../../database/engine/client.ts'
import { findPinRow } from '../../database/member-pins.ts'
import type { Member } from '../../database/members.ts'
import { PIN_AT_ENROLMENT_MS } from '../../domain/pins.ts'
import { readReadableCode } from '../../domain/readable-codes.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'
import type { TryLimit } from '../requests/limit-tries.ts'
import { hashResetCode } from './reset-pin.ts'
import { type ChosenPin, storePin, type StorePinDeps } from './store-pin.ts'
import { fromTill } from './verify-pin.ts'

/** How often one partner's tills may try a reset code for one member within so long. */
export const RESET_CODE_TRIES_MAX = 10
export const RESET_CODE_WINDOW_MS = 3_600_000

export interface SetPinDeps extends StorePinDeps {
  readonly hashIdentifier: HashIdentifier
  /** Counts by partner and member: one partner's tries keep no other from setting the PIN. */
  readonly resetCodeTries: TryLimit
}

interface ChosenAtTill extends Omit<ChosenPin, 'from'> {
  readonly partnerId: number
  /** What the member got from the operator. */
  readonly resetCode: string | null
}

/**
 * Sets a PIN at a till. Whoever sets the first one could spend the points, so that not every till may: only that of the partner
 * that enrolled the member, right after it did and while there never was a PIN; later it takes the code that the operator
 * gave the member. Changing one takes the old one, at any till.
 */
export async function setPin(deps: SetPinDeps, chosen: ChosenAtTill): Promise<{ memberId: string; setAt: Date }> {
  const { memberId, partnerId, resetCode, currentPin } = chosen
  if (resetCode !== null && currentPin === null) await deps.resetCodeTries.take(`${partnerId} ${memberId}`)
  const from = fromTill(partnerId)
  return storePin(deps, { ...chosen, from }, (reader, member, now) =>
    judgeFirst(reader, deps, { member, now, ...chosen }),
  )
}

async function judgeFirst(
  reader: Reader,
  { hashIdentifier }: { hashIdentifier: HashIdentifier },
  { member, now, partnerId, resetCode }: Pick<ChosenAtTill, 'partnerId' | 'resetCode'> & { member: Member; now: Date },
): Promise<Rejection | null> {
  const row = await findPinRow(reader, member.id)
  const isEnrolling = now.getTime() < member.createdAt.getTime() + PIN_AT_ENROLMENT_MS
  if (row === null && member.enrolledBy === partnerId && isEnrolling) return null
  if (resetCode === null) return new Rejection('reset_code_needed')
  const code = readReadableCode(resetCode)
  const expiresAt = row?.resetExpiresAt ?? null
  if (code === null || expiresAt === null || now >= expiresAt) return new Rejection('reset_code_wrong')
  const isRight = row?.resetHash === hashResetCode(hashIdentifier, { memberId: member.id, code })
  return isRight ? null : new Rejection('reset_code_wrong')
}
