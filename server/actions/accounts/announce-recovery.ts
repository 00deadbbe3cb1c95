import { isAccountClosed } from '../../database/account-events.ts'
import { lockMembers } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type NoticeDeps, notifyMember } from '../messages/notify-member.ts'
import { appendAccountAct } from './append-account-act.ts'
import { checkFreshAccount } from './fresh-account.ts'
import { type AccountKeyDeps, checkDeadline } from './prove-account-order.ts'
import { isRequested, readRecovery, type RecoveryView } from './read-recovery.ts'
import { verifyWalletOf } from '../sign-in/verify-member-signature.ts'

/** Announces that the account of a lost key will go to a new one, which signed; the old key can refuse until it is done. */
export async function announceRecovery(
  deps: AccountKeyDeps & NoticeDeps,
  asked: { memberId: string; toAccount: string; deadline: bigint; toSignature: string },
): Promise<RecoveryView> {
  const { memberId, toAccount, deadline, toSignature } = asked
  const { member: before } = await readRecovery(deps.db, memberId)
  checkDeadline(deadline, deps.clock.now())
  const order = { kind: 'Recovery', from: before.address, to: toAccount, deadline } as const
  const { digest } = deps.orderToSign(order)
  const verdict = await verifyWalletOf(deps, { account: toAccount, digest, signature: toSignature })
  if (verdict.status === 'refused') throw new Rejection('account_signature_invalid', { reason: verdict.reason })
  return deps.db.transaction(async (tx) => {
    await lockMembers(tx, [memberId])
    const view = await readRecovery(tx, memberId)
    const { member } = view
    if (member.address !== order.from || (await isAccountClosed(tx, member.address)))
      throw new Rejection('account_closed')
    if (view.open !== null || isRequested(view, 'announce_recovery')) throw new Rejection('recovery_pending')
    await checkFreshAccount(tx, toAccount)
    const { from, to } = order
    const call = { name: 'announce_recovery', from, to, deadline, signatureTo: verdict.signature } as const
    await appendAccountAct(tx, deps, { member, kind: 'announce_recovery', toAccount, call })
    await notifyMember(tx, deps, { memberId, topic: 'recovery_announced' })
    return readRecovery(tx, memberId)
  })
}
