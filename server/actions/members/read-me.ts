import type { Chain } from '../../chain/client.ts'
import { type LastingAct, listActsOfMember } from '../../database/account-acts.ts'
import type { Reader } from '../../database/engine/client.ts'
import { findNewestMoveRequest } from '../../database/move-requests.ts'
import { findOpenRecovery, listFrozenAccounts } from '../../database/account-events.ts'
import type { Member } from '../../database/members.ts'
import { type ConfirmingPasskey, listConfirmingPasskeys } from '../../database/passkeys.ts'
import { hasMemberPin } from '../../database/member-pins.ts'
import { listSpendingFacts } from '../../database/spending-facts.ts'
import { assert } from '../../domain/assert.ts'
import { HOLD_GRACE_MS } from '../../domain/redemption-order.ts'
import { spendablePoints } from '../../domain/redemption-points.ts'
import { type FindMemberDeps, type MemberView, viewMember } from './find-member.ts'
import { type FrozenBy, attributeFreeze } from './attribute-freeze.ts'

/** The newest move of an account, from when it was asked for. */
export interface MoveView {
  readonly toAccount: string
  readonly state: 'waiting' | 'refused' | LastingAct['state']
  /** From when on it can be made; null for one that did not have to wait, or no longer does. */
  readonly readyAt: Date | null
}

/** What a member sees of themselves. */
export interface MeView extends MemberView {
  readonly pointsHeld: bigint
  readonly pointsAvailable: bigint
  readonly frozenBy: FrozenBy
  readonly hasPin: boolean
  readonly recovery: { readonly toAccount: string; readonly readyAt: Date } | null
  readonly move: MoveView | null
  /** With which moves of a card account can be confirmed, oldest first. */
  readonly passkeys: readonly ConfirmingPasskey[]
  /** As the ledger says it, by whomever. */
  readonly frozenOnLedger: boolean
}

export type ReadMeDeps = FindMemberDeps & { readonly chain: Chain }

/** Reads what a member has, and how the account stands. */
export async function readMe(deps: ReadMeDeps, memberId: string): Promise<MeView> {
  const { db, clock, ledger } = deps
  const view = await viewMember(deps, memberId)
  const spending = (await listSpendingFacts(db, [memberId], { now: clock.now(), graceMs: HOLD_GRACE_MS })).get(memberId)
  assert(spending !== undefined, 'a member has what a member has')
  return {
    ...view,
    pointsHeld: spending.pointsReserved,
    pointsAvailable: spendablePoints(spending, view.asOf, ledger.epochScale).pointsAvailable,
    frozenBy: await attributeFreeze(deps, view.member),
    hasPin: await hasMemberPin(db, memberId),
    recovery: await findOpenRecovery(db, view.member.address),
    move: await findMove(db, view.member),
    passkeys: await listConfirmingPasskeys(db, memberId),
    frozenOnLedger: (await listFrozenAccounts(db, [view.member.address])).has(view.member.address),
  }
}

async function findMove(reader: Reader, { id: memberId, address }: Member): Promise<MoveView | null> {
  const [act] = await listActsOfMember(reader, { memberId, kinds: ['move'], rowsMax: 1 })
  const asked = await findNewestMoveRequest(reader, memberId)
  // Once released, its act says the rest; one of an account that was recovered meanwhile will not be made.
  const isNewest = asked?.account === address && (act === undefined || act.createdAt < asked.createdAt)
  if (asked !== null && isNewest && asked.state !== 'released') {
    const { toAccount, state, readyAt } = asked
    return { toAccount, state, readyAt: state === 'waiting' ? readyAt : null }
  }
  if (act === undefined) return null
  assert(act.toAccount !== null, 'a move leads somewhere')
  return { toAccount: act.toAccount, state: act.state, readyAt: null }
}
