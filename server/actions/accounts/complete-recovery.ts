import { lockMembers } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import { appendAccountAct } from './append-account-act.ts'
import type { AccountKeyDeps } from './prove-account-order.ts'
import { isRequested, readRecovery, type RecoveryView } from './read-recovery.ts'

type CompleteDeps = Pick<AccountKeyDeps, 'db' | 'clock' | 'ids' | 'encodeAccountCall' | 'orderToSign'>

/** Carries out a recovery whose delay is over: the account goes to the new key. Asking again changes nothing. */
export async function completeRecovery(deps: CompleteDeps, memberId: string): Promise<RecoveryView> {
  return deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const view = await readRecovery(tx, memberId)
    const { member, open } = view
    if (open === null) throw new Rejection('recovery_unknown')
    if (deps.clock.now() < open.readyAt)
      throw new Rejection('recovery_not_ready', { readyAt: open.readyAt.toISOString() })
    if (isRequested(view, 'complete_recovery')) return view
    const call = { name: 'complete_recovery', from: member.address } as const
    await appendAccountAct(tx, deps, { member, kind: 'complete_recovery', toAccount: open.toAccount, call })
    return readRecovery(tx, memberId)
  })
}
