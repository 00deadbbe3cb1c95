import type { Transaction } from '../../database/engine/client.ts'
import { type Member, saveMemberFreeze } from '../../database/members.ts'
import { assert } from '../../domain/assert.ts'
import type { BudgetDeps } from '../requests/take-budget.ts'
import { hasActBudget } from './act-budgets.ts'
import { appendAccountAct } from './append-account-act.ts'
import { foldAct } from './fold-acts.ts'
import { isWorthFreezing, listFreezeActs } from './freeze-sequence.ts'
import { type AccountKeyDeps, getLockedMember, getMember } from './prove-account-order.ts'
import {
  carryOutFreezeOrder,
  checkFreezeOrder,
  hostedFreezeCall,
  isMoving,
  type SignedFreeze,
} from './freeze-orders.ts'

/**
 * Stops all spending at once; being signed in is enough, and no budget refuses it. A hosted key freezes the account on the ledger too;
 * another one does when it signed. Where an unfreeze is not sent yet, the two cancel out.
 */
export async function freezeAccount(
  deps: AccountKeyDeps & BudgetDeps,
  memberId: string,
  signed: SignedFreeze,
): Promise<void> {
  const before = await getMember(deps.db, memberId)
  const isSigned = before.kind !== 'card' && (signed.signature !== null || signed.assertion !== null)
  const own = isSigned ? await checkFreezeOrder(deps, before, true, signed) : null
  await deps.db.transaction(async (tx) => {
    const member = await getLockedMember(tx, memberId)
    if (member.frozenAt === null) await saveMemberFreeze(tx, member, deps.clock.now())
    // The old account is about to be closed; what was frozen here stays frozen at the new one.
    if (await isMoving(tx, memberId)) return
    if (own !== null) await carryOutFreezeOrder(tx, deps, { before, member, frozen: true, own })
    else if (member.derivationIndex !== null) await freezeHosted(tx, deps, member)
  })
}

async function freezeHosted(tx: Transaction, deps: AccountKeyDeps & BudgetDeps, member: Member): Promise<void> {
  const { newest, nextSequence } = await listFreezeActs(tx, member.address)
  if (newest?.kind === 'freeze' || !(await isWorthFreezing(tx, member))) return
  if (newest?.state === 'requested' && (await foldAct(tx, deps, newest))) return
  // Frozen here it is all the same, and a hosted key signs nothing while it is: the ledger need not know.
  if (!(await hasActBudget(tx, deps, member))) return
  const { call, digest } = hostedFreezeCall(deps, member, { frozen: true, sequence: nextSequence })
  assert(member.derivationIndex !== null, 'a card member has a hosted key')
  const signature = deps.signAsMember(member.derivationIndex, digest)
  await appendAccountAct(tx, deps, { member, kind: 'freeze', toAccount: null, call: { ...call, signature } })
}
