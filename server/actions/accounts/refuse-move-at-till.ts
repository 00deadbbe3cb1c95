import { listMembersByIds, lockMembers } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import { refuseWaitingMove } from '../members/refuse-waiting-move.ts'
import type { AccountKeyDeps } from './prove-account-order.ts'
import { endWaitingErasure } from './refuse-erasure.ts'

/** Refuses a move, and an erasure, that waits, for a member who is at a till and may have no other way to be heard. */
export async function refuseMoveAtTill(
  { db, clock }: Pick<AccountKeyDeps, 'db' | 'clock'>,
  memberId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const [member] = await listMembersByIds(tx, [memberId])
    if (member === undefined) throw new Rejection('member_unknown', { kind: 'member' })
    const now = clock.now()
    const isRefused = await refuseWaitingMove(tx, member, { refusedBy: 'partner', now })
    const isKept = await endWaitingErasure(tx, memberId, { endedReason: 'partner', endedAt: now })
    if (!isRefused && !isKept) throw new Rejection('move_unknown')
  })
}
