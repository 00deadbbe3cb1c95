import type { Database } from '../database/client.ts'
import { removeMemberPin } from '../database/member-pins.ts'
import { endSessionsOfMember } from '../database/member-sessions.ts'
import { listMembersByIds, lockMembers } from '../database/members.ts'
import type { Clock } from '../domain/environment.ts'
import { Rejection } from '../domain/rejection.ts'

/**
 * Takes a member's PIN back, locked or forgotten, so that a new one can be set. Who is signed in with it is signed out: a
 * session that a thief has would otherwise set the new one. Done again, it changes nothing more.
 */
export async function resetPin(
  { db, clock }: { db: Database; clock: Clock },
  { memberId }: { memberId: string },
): Promise<{ memberId: string }> {
  const [member] = await listMembersByIds(db, [memberId])
  if (member === undefined) throw new Rejection('member_unknown', { kind: 'member' })
  await db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const now = clock.now()
    await removeMemberPin(tx, memberId, now)
    await endSessionsOfMember(tx, memberId, now)
  })
  return { memberId }
}
