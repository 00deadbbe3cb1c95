import type { Chain } from '../../chain/client.ts'
import { type AccountAct, listActsOfMember } from '../../database/account-acts.ts'
import { findOpenRecovery } from '../../database/account-events.ts'
import { hasMemberPin } from '../../database/member-pins.ts'
import { listSpendingFacts } from '../../database/spending-facts.ts'
import { assert } from '../../domain/assert.ts'
import { HOLD_GRACE_MS } from '../../domain/redemption-order.ts'
import { spendablePoints } from '../../domain/redemption-points.ts'
import { findMember, type FindMemberDeps, type MemberView } from './find-member.ts'
import { type FrozenBy, attributeFreeze } from './attribute-freeze.ts'

/** What a member sees of themselves. */
export interface MeView extends MemberView {
  readonly pointsHeld: bigint
  readonly pointsAvailable: bigint
  readonly frozenBy: FrozenBy
  readonly hasPin: boolean
  readonly recovery: { readonly toAccount: string; readonly readyAt: Date } | null
  readonly move: AccountAct | null
}

export type ReadMeDeps = FindMemberDeps & { readonly chain: Chain }

/** Reads what a member has, and how the account stands. */
export async function readMe(deps: ReadMeDeps, memberId: string): Promise<MeView> {
  const { db, clock, ledger } = deps
  const view = await findMember(deps, { kind: 'member', value: memberId })
  const [move] = await listActsOfMember(db, { memberId, kinds: ['move'], rowsMax: 1 })
  const spending = (await listSpendingFacts(db, [memberId], { now: clock.now(), graceMs: HOLD_GRACE_MS })).get(memberId)
  assert(spending !== undefined, 'a member has what a member has')
  return {
    ...view,
    pointsHeld: spending.pointsReserved,
    pointsAvailable: spendablePoints(spending, view.asOf, ledger.epochScale).pointsAvailable,
    frozenBy: await attributeFreeze(deps, view.member),
    hasPin: await hasMemberPin(db, memberId),
    recovery: await findOpenRecovery(db, view.member.address),
    move: move ?? null,
  }
}
