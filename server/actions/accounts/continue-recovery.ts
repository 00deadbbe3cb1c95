import { lockMembers } from '../../database/members.ts'
import { appendAccountAct } from './append-account-act.ts'
import type { AccountKeyDeps } from './prove-account-order.ts'
import { isRequested, readRecovery, type RecoveryView } from './read-recovery.ts'

export type ContinueRecoveryDeps = Pick<AccountKeyDeps, 'db' | 'clock' | 'ids' | 'encodeAccountCall' | 'orderToSign'>

/**
 * Appends the act that ends a recovery, of the operator alone: nobody signs it. `check` refuses it where it must, and gives
 * the account it leads to; null for none. Asking again changes nothing.
 */
export async function continueRecovery(
  deps: ContinueRecoveryDeps,
  { memberId, kind }: { memberId: string; kind: 'cancel_recovery' | 'complete_recovery' },
  check: (view: RecoveryView) => string | null,
): Promise<RecoveryView> {
  return deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const view = await readRecovery(tx, memberId)
    const toAccount = check(view)
    if (isRequested(view, kind)) return view
    const { member } = view
    const call = { name: kind, from: member.address } as const
    await appendAccountAct(tx, deps, { member, kind, toAccount, call })
    return readRecovery(tx, memberId)
  })
}
