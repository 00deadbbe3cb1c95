import { destroyKeys } from '../../database/erasures.ts'
import { listMembersByIds, lockMembers } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import {
  type AskedErasure,
  type EraseDeps,
  eraseRowsOfMember,
  judgeErasure,
  readOutlook,
} from './erase-rows-of-member.ts'

/** Erases a member who asked for it by letter, for the operator, who has made sure that it was them. */
export async function eraseMember(
  deps: EraseDeps,
  { memberId, points }: AskedErasure & { memberId: string },
): Promise<Date> {
  const erasedAt = deps.clock.now()
  await deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const [member] = await listMembersByIds(tx, [memberId])
    if (member === undefined) throw new Rejection('member_unknown', { kind: 'member' })
    judgeErasure(await readOutlook(deps, tx, member), { points })
    await eraseRowsOfMember(tx, deps, member, { askedBy: 'operator', askedAt: erasedAt, points })
  })
  await destroyKeys(deps.db, [memberId])
  return erasedAt
}
