import { Rejection } from '../../domain/rejection.ts'
import { appendAccountAct } from './append-account-act.ts'
import {
  type AccountKeyDeps,
  actOnLockedMember,
  type AccountProof,
  checkAccountProof,
  getMember,
  signWithProof,
} from './prove-account-order.ts'
import { refusalOf } from './read-recovery-refusal.ts'
import { isRequested, readRecovery } from './read-recovery.ts'

/** The old key refuses a recovery: whoever signs with it has not lost it. Asking again changes nothing. */
export async function refuseRecovery(deps: AccountKeyDeps, memberId: string, proof: AccountProof): Promise<void> {
  const before = await getMember(deps.db, memberId)
  const { digest } = deps.orderToSign(await refusalOf(deps.db, before))
  const checked = await checkAccountProof(deps, before, { digest, proof })
  await actOnLockedMember(deps, memberId, async (tx, member) => {
    const signature = await signWithProof(tx, deps, { member, checked, digest })
    if (signature instanceof Rejection) return signature
    // Another recovery than the one that was signed for may wait by now.
    if (deps.orderToSign(await refusalOf(tx, member)).digest !== digest) return new Rejection('recovery_unknown')
    if (isRequested(await readRecovery(tx, memberId), 'refuse_recovery')) return null
    const call = { name: 'refuse_recovery', from: member.address, signature } as const
    await appendAccountAct(tx, deps, { member, kind: 'refuse_recovery', toAccount: null, call })
    return null
  })
}
