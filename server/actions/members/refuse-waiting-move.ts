import type { Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { Member } from '../../database/members.ts'
import { findWaitingMove, saveMoveRequest } from '../../database/move-requests.ts'

/** Refuses the move of an account that waits, and tells the partner that enrolled the member; false when none waits. */
export async function refuseWaitingMove(
  tx: Transaction,
  { id: memberId, address, enrolledBy }: Member,
  { refusedBy, now }: { refusedBy: 'member' | 'partner' | 'pin_reset'; now: Date },
): Promise<boolean> {
  const move = await findWaitingMove(tx, address)
  if (move === null) return false
  await saveMoveRequest(tx, { ...move, state: 'refused', endedReason: refusedBy, endedAt: now })
  if (enrolledBy !== null) {
    const data = { moveId: move.id, memberId, refusedBy }
    noteEvents(tx, [{ partnerId: enrolledBy, type: 'member.move_refused', objectId: move.id, data, at: now }])
  }
  return true
}
