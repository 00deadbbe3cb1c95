import type { Transaction } from '../../database/engine/client.ts'
import { type MemberRelation, noteRelations } from '../../database/member-relations.ts'
import type { FoundMember } from './member-reference.ts'

/** A member, as a partner named them for something that is recorded. */
export interface Meeting extends Pick<FoundMember, 'member' | 'isPresent' | 'isNoted'> {
  readonly partnerId: number
}

/** What is to be noted of members who showed partners their cards for the first time: nearly always nothing. */
export function relationsOf(createdAt: Date, meetings: readonly Meeting[]): MemberRelation[] {
  const first = meetings.filter(({ isPresent, isNoted }) => isPresent && !isNoted)
  const relations = first.map(({ partnerId, member: { id: memberId } }) => ({ memberId, partnerId, createdAt }))
  return [...new Map(relations.map((one) => [`${one.partnerId}/${one.memberId}`, one])).values()]
}

/** Notes where members showed partners their cards for the first time. */
export async function noteMeetings(tx: Transaction, createdAt: Date, meetings: readonly Meeting[]): Promise<void> {
  await noteRelations(tx, relationsOf(createdAt, meetings))
}
