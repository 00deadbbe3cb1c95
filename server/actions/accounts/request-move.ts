import type { Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { Member } from '../../database/members.ts'
import { insertMoveRequest } from '../../database/move-requests.ts'
import { listSpendingFacts } from '../../database/spending-facts.ts'
import { HOLD_GRACE_MS } from '../../domain/redemption-order.ts'
import { type NoticeDeps, notifyMember } from '../messages/notify-member.ts'
import type { AccountActDeps } from './append-account-act.ts'

/** What the new key of a move signed, and from when on the move can be made. */
interface AskedMove {
  readonly toAccount: string
  readonly deadline: bigint
  readonly toSignature: string
  readonly readyAt: Date
}

/** Has a move of a card account wait, and tells the partner that enrolled the member. The caller has locked the member. */
export async function requestMove(
  tx: Transaction,
  deps: Pick<AccountActDeps, 'clock' | 'ids'> & NoticeDeps,
  { id: memberId, address: account, enrolledBy }: Member,
  asked: AskedMove,
): Promise<void> {
  const { clock, ids } = deps
  const now = clock.now()
  const spending = (await listSpendingFacts(tx, [memberId], { now, graceMs: HOLD_GRACE_MS })).get(memberId)
  const points = (spending?.lots ?? []).reduce((sum, lot) => sum + lot.points, 0n)
  const { id } = await insertMoveRequest(tx, {
    id: ids.next(),
    memberId,
    account,
    ...asked,
    points,
    state: 'waiting',
    endedReason: null,
    createdAt: now,
    endedAt: null,
  })
  const readyAt = asked.readyAt.toISOString()
  await notifyMember(tx, deps, { memberId, topic: 'move_requested', facts: { readyAt: asked.readyAt } })
  if (enrolledBy === null) return
  const data = { moveId: id, memberId, readyAt }
  noteEvents(tx, [{ partnerId: enrolledBy, type: 'member.move_requested', objectId: id, data, at: now }])
}
