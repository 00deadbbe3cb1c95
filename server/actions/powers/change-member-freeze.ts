import { hasOpenCall } from '../../database/calls.ts'
import type { Database } from '../../database/engine/client.ts'
import { listMembersByIds, lockMembers, type Member } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import { appendPowerCall, type PowerDeps } from './power-calls.ts'

/**
 * Stops spending of one member's account on the ledger, as the guardian, or lifts that again; a freeze of the member's own stays.
 * Asking again while the call is on its way changes nothing, and what is frozen already stays so.
 */
export async function changeMemberFreeze(
  deps: PowerDeps & { readonly db: Database },
  { memberId, isFrozen }: { memberId: string; isFrozen: boolean },
): Promise<Member> {
  return deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const [member] = await listMembersByIds(tx, [memberId])
    if (member === undefined) throw new Rejection('member_unknown')
    const act = { name: isFrozen ? 'hold_account' : 'free_account', account: member.address } as const
    if (!(await hasOpenCall(tx, deps.encodePowerAct(act)))) await appendPowerCall(tx, deps, act)
    return member
  })
}
