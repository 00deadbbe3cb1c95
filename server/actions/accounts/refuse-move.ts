import { Rejection } from '../../domain/rejection.ts'
import { refuseWaitingMove } from '../members/refuse-waiting-move.ts'
import { type AccountKeyDeps, getLockedMember } from './prove-account-order.ts'

type RefuseMoveDeps = Pick<AccountKeyDeps, 'db' | 'clock'>

/** Refuses a move that waits. Being signed in is enough: refusing takes no points from anybody. */
export async function refuseMove({ db, clock }: RefuseMoveDeps, memberId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const member = await getLockedMember(tx, memberId)
    const isRefused = await refuseWaitingMove(tx, member, { refusedBy: 'member', now: clock.now() })
    if (!isRefused) throw new Rejection('move_unknown')
  })
}
