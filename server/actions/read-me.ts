import { type AccountAct, listActsOfMember } from '../database/account-acts.ts'
import { findOpenRecovery, listFrozenAccounts } from '../database/account-events.ts'
import { hasMemberPin } from '../database/member-pins.ts'
import { listSpendingFacts } from '../database/spending-facts.ts'
import { assert } from '../domain/assert.ts'
import { HOLD_GRACE_MS } from '../domain/redemption-order.ts'
import { spendablePoints } from '../domain/redemption-points.ts'
import { findMember, type FindMemberDeps, type MemberView } from './find-member.ts'

/** What a member sees of themselves. */
export interface MeView extends MemberView {
  readonly pointsHeld: bigint
  readonly pointsAvailable: bigint
  readonly frozenBy: { readonly member: boolean; readonly operator: boolean }
  readonly hasPin: boolean
  readonly recovery: { readonly toAccount: string; readonly readyAt: Date } | null
  readonly move: AccountAct | null
}

/** Reads what a member has, and how the account stands. */
export async function readMe(deps: FindMemberDeps, memberId: string): Promise<MeView> {
  const { db, clock, ledger } = deps
  const view = await findMember(deps, { kind: 'member', value: memberId })
  const { address, frozenAt } = view.member
  const [act] = await listActsOfMember(db, { memberId, kinds: ['freeze', 'unfreeze'], rowsMax: 1 })
  const [move] = await listActsOfMember(db, { memberId, kinds: ['move'], rowsMax: 1 })
  const spending = (await listSpendingFacts(db, [memberId], { now: clock.now(), graceMs: HOLD_GRACE_MS })).get(memberId)
  assert(spending !== undefined, 'a member has what a member has')
  return {
    ...view,
    pointsHeld: spending.pointsReserved,
    pointsAvailable: spendablePoints(spending, view.asOf, ledger.epochScale).pointsAvailable,
    // The ledger says that an account is frozen, not by whom; what is not the member's freeze is the operator's.
    frozenBy: {
      member: frozenAt !== null,
      operator: (await listFrozenAccounts(db, [address])).has(address) && !explainsFreeze(act),
    },
    hasPin: await hasMemberPin(db, memberId),
    recovery: await findOpenRecovery(db, address),
    move: move ?? null,
  }
}

/** Whether the member's own act is why the ledger says frozen: one that froze, or one whose freeing is on its way. */
function explainsFreeze(act: AccountAct | undefined): boolean {
  return act?.kind === 'freeze' ? act.state !== 'failed' : act?.state === 'requested'
}
