import type { Transaction } from '../../database/engine/client.ts'
import { type Member, saveMemberFreeze } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { BudgetDeps } from '../requests/take-budget.ts'
import { takeActBudget } from './act-budgets.ts'
import { appendAccountAct } from './append-account-act.ts'
import { foldAct } from './fold-acts.ts'
import { listFreezeActs } from './freeze-sequence.ts'
import {
  type AccountKeyDeps,
  actOnLockedMember,
  checkAccountProof,
  type CheckedProof,
  getMember,
  signWithProof,
} from './prove-account-order.ts'
import {
  carryOutFreezeOrder,
  checkFreezeOrder,
  hostedFreezeCall,
  isMoving,
  type SignedFreeze,
} from './freeze-orders.ts'

export type UnfreezeDeps = AccountKeyDeps & BudgetDeps

/**
 * Allows spending again, which takes more than being signed in: the PIN, or the key itself. Only so often in a day, because each may be a
 * transaction on the ledger; where the freeze is not sent yet, the two cancel out.
 */
export async function unfreezeAccount(
  deps: UnfreezeDeps,
  { memberId, networkAddress }: { memberId: string; networkAddress: string },
  signed: SignedFreeze,
): Promise<void> {
  const before = await getMember(deps.db, memberId)
  const own = before.kind === 'card' ? null : await checkFreezeOrder(deps, before, false, signed)
  // A hosted key signs only after the PIN was counted: there is nothing to compare a signature with yet.
  const checked = own?.checked ?? (await checkAccountProof(deps, before, { digest: '', proof: signed }))
  await actOnLockedMember(deps, memberId, async (tx, member) => {
    let isLifted: boolean | Rejection = false
    if (own === null) isLifted = await unfreezeHosted(tx, deps, { member, checked })
    if (isLifted instanceof Rejection) return isLifted
    if (await isMoving(tx, memberId)) return new Rejection('account_moving')
    if (own !== null) isLifted = await carryOutFreezeOrder(tx, deps, { before, member, frozen: false, own })
    if (isLifted || member.frozenAt !== null) {
      const usedMax = deps.budgets.limits.unfreezesPerMemberMax
      const budget = 'unfreezes_of_member'
      await takeActBudget(tx, deps, { budget, member, networkAddress, usedMax, isOnLedger: isLifted })
    }
    await saveMemberFreeze(tx, member, null)
    return null
  })
}

/** True if there was a freeze to be lifted on the ledger, or on its way there. */
async function unfreezeHosted(
  tx: Transaction,
  deps: AccountKeyDeps,
  { member, checked }: { member: Member; checked: CheckedProof },
): Promise<boolean | Rejection> {
  const { newest, nextSequence } = await listFreezeActs(tx, member.address)
  const { call, digest } = hostedFreezeCall(deps, member, { frozen: false, sequence: nextSequence })
  const signature = await signWithProof(tx, deps, { member, checked, digest })
  if (signature instanceof Rejection) return signature
  if (await isMoving(tx, member.id)) return new Rejection('account_moving')
  if (newest?.kind !== 'freeze') return false
  const isFolded = newest.state === 'requested' && (await foldAct(tx, deps, newest))
  const act = { member, kind: 'unfreeze', toAccount: null, call: { ...call, signature } } as const
  if (!isFolded) await appendAccountAct(tx, deps, act)
  return true
}
