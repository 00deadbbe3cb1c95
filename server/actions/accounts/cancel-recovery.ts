import { lockMembers } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import { appendAccountAct } from './append-account-act.ts'
import type { AccountKeyDeps } from './prove-account-order.ts'
import { isRequested, readRecovery, type RecoveryView } from './read-recovery.ts'

type CancelDeps = Pick<AccountKeyDeps, 'db' | 'clock' | 'ids' | 'encodeAccountCall' | 'orderToSign'>

/** Takes an announced recovery back, also one that is still on its way to the ledger. Asking again changes nothing. */
export async function cancelRecovery(deps: CancelDeps, memberId: string): Promise<RecoveryView> {
  return deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const view = await readRecovery(tx, memberId)
    const { member, open } = view
    if (open === null && !isRequested(view, 'announce_recovery')) throw new Rejection('recovery_unknown')
    if (isRequested(view, 'cancel_recovery')) return view
    const call = { name: 'cancel_recovery', from: member.address } as const
    await appendAccountAct(tx, deps, { member, kind: 'cancel_recovery', toAccount: null, call })
    return readRecovery(tx, memberId)
  })
}
