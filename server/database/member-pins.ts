import type { Reader } from './client.ts'
import type { MemberPinModel } from './generated/models.ts'

/** The PIN of a card member, and the tries at it. */
export type MemberPin = Readonly<MemberPinModel>

/** Whether a member has a PIN, locked or not. */
export async function hasMemberPin(reader: Reader, memberId: string): Promise<boolean> {
  return (await reader.memberPin.count({ where: { memberId } })) > 0
}
