import type { Reader, Transaction } from './engine/client.ts'
import type { MemberPinModel } from './generated/models.ts'
import { saveRows } from './engine/save-rows.ts'

/** The PIN of a card member, and the tries at it. */
export type MemberPin = Readonly<MemberPinModel>

declare module './engine/tables.ts' {
  interface Rows {
    member_pin: MemberPin
  }
}

/** What stands for the hash of a PIN that was taken back: rows are never deleted, because the journal only adds. */
const NO_PIN = ''

/** A member's PIN; null when there is none. */
export async function findMemberPin(reader: Reader, memberId: string): Promise<MemberPin | null> {
  return reader.memberPin.findFirst({ where: { memberId, hash: { not: NO_PIN } } })
}

/** What is stored of a member's PIN, also of one that was revoked; null when there never was one. */
export async function findPinRow(reader: Reader, memberId: string): Promise<MemberPin | null> {
  return reader.memberPin.findUnique({ where: { memberId } })
}

/** Whether a member has a PIN, locked or not. */
export async function hasMemberPin(reader: Reader, memberId: string): Promise<boolean> {
  return (await findMemberPin(reader, memberId)) !== null
}

/** Saves a PIN or the tries at it. The caller has locked the member. */
export async function saveMemberPin(tx: Transaction, pin: MemberPin): Promise<void> {
  await saveRows(tx, 'member_pin', [pin])
}

/** Takes a PIN back, with the tries at it, and keeps what lets the next one be set. The caller has locked the member. */
export async function removeMemberPin(
  tx: Transaction,
  memberId: string,
  { now, ...reset }: { now: Date; resetHash: string; resetExpiresAt: Date },
): Promise<void> {
  await saveMemberPin(tx, { memberId, hash: NO_PIN, setAt: now, failedTries: 0, ...reset })
}
