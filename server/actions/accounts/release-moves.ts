import { findWaitingMove, listDueMoves, type MoveRequest, saveMoveRequest } from '../../database/move-requests.ts'
import type { Transaction } from '../../database/engine/client.ts'
import type { Member } from '../../database/members.ts'
import { listSpendingFacts } from '../../database/spending-facts.ts'
import { judgeDeadline } from '../../domain/account-acts.ts'
import { assert } from '../../domain/assert.ts'
import { HOLD_GRACE_MS } from '../../domain/redemption-order.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import { appendAccountAct } from './append-account-act.ts'
import { checkFreshAccount } from './fresh-account.ts'
import { type AccountKeyDeps, getLockedMember } from './prove-account-order.ts'

export type ReleaseMovesDeps = Pick<
  AccountKeyDeps,
  'db' | 'clock' | 'ids' | 'encodeAccountCall' | 'orderToSign' | 'signAsMember'
>

const ROWS_AT_ONCE_MAX = 100

/**
 * Makes the moves of card accounts whose wait is over and that nobody refused: only now does the hosted key sign. All of them
 * are looked at, so that those which must wait longer hold up no other.
 */
export async function releaseMoves(deps: ReleaseMovesDeps): Promise<void> {
  let afterSeq = 0n
  for (;;) {
    const due = await listDueMoves(deps.db, { now: deps.clock.now(), afterSeq, rowsMax: ROWS_AT_ONCE_MAX })
    for (const { memberId, account } of due)
      await deps.db.transaction((tx) => releaseMove(tx, deps, { memberId, account }))
    const last = due.at(-1)
    if (last === undefined || due.length < ROWS_AT_ONCE_MAX) return
    afterSeq = last.seq
  }
}

async function releaseMove(
  tx: Transaction,
  deps: ReleaseMovesDeps,
  { memberId, account }: { memberId: string; account: string },
): Promise<void> {
  const member = await getLockedMember(tx, memberId)
  const move = await findWaitingMove(tx, account)
  // Refused since it was listed, or released by another process.
  if (move === null) return
  await makeWaitingMove(tx, deps, member, move)
}

/**
 * Makes a move that waits, or ends it where it can never be made. Why it was not made is returned; null when it was. The caller has locked
 * the member.
 */
export async function makeWaitingMove(
  tx: Transaction,
  deps: ReleaseMovesDeps,
  member: Member,
  move: MoveRequest,
): Promise<Rejection | null> {
  const endedAt = deps.clock.now()
  const fail = async (reason: string, rejection: Rejection) => {
    await saveMoveRequest(tx, { ...move, state: 'failed', endedReason: reason, endedAt })
    return rejection
  }
  if (member.address !== move.account) return fail('account_closed', new Rejection('account_closed'))
  const tooLate = judgeDeadline(move.deadline, endedAt)
  if (tooLate !== null) return fail(tooLate, new Rejection('account_signature_invalid', { reason: tooLate }))
  const hindrance = await readHindrance(tx, member.id, endedAt)
  if (hindrance !== null) return hindrance
  // Ended first: while it waits, the address is its own.
  await saveMoveRequest(tx, { ...move, state: 'released', endedReason: null, endedAt })
  const fresh = await orRejection(() => checkFreshAccount(tx, move.toAccount))
  if (fresh instanceof Rejection) return fail(fresh.code, fresh)
  await appendMove(tx, deps, member, move)
  return null
}

/** What keeps a move from being made now: nothing may leave the account, or something that is on its way would be lost. */
async function readHindrance(tx: Transaction, memberId: string, now: Date): Promise<Rejection | null> {
  const facts = (await listSpendingFacts(tx, [memberId], { now, graceMs: HOLD_GRACE_MS })).get(memberId)
  assert(facts !== undefined, 'a member has what a member has')
  if (facts.isMoving) return new Rejection('account_moving')
  if (facts.isFrozen) return new Rejection('member_frozen')
  if (facts.pointsReserved === 0n) return null
  return new Rejection('points_reserved', { pointsReserved: String(facts.pointsReserved) })
}

async function appendMove(
  tx: Transaction,
  deps: ReleaseMovesDeps,
  member: Member,
  { account: from, toAccount: to, deadline, toSignature: signatureTo }: MoveRequest,
): Promise<void> {
  assert(member.derivationIndex !== null, 'a card member has a hosted key')
  const { digest } = deps.orderToSign({ kind: 'Move', from, to, deadline })
  const signatureFrom = deps.signAsMember(member.derivationIndex, digest)
  const call = { name: 'move', from, to, deadline, signatureFrom, signatureTo } as const
  await appendAccountAct(tx, deps, { member, kind: 'move', toAccount: to, call })
}
