import type { Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { Member } from '../../database/members.ts'
import { findWaitingMove, saveMoveRequest } from '../../database/move-requests.ts'
import { listConfirmingPasskeys, removePasskeys } from '../../database/passkeys.ts'

/**
 * Refuses the move of an account that waits, and tells the partner that enrolled the member. Passkeys that will be able to confirm moves but
 * cannot yet are taken back with it, because whoever knows card and PIN can have added them; a PIN reset takes all of them back.
 * False when nothing waited.
 */
export async function refuseWaitingMove(
  tx: Transaction,
  { id: memberId, address, enrolledBy }: Member,
  { refusedBy, now }: { refusedBy: 'member' | 'partner' | 'pin_reset'; now: Date },
): Promise<boolean> {
  const passkeys = await listConfirmingPasskeys(tx, memberId)
  const taken = passkeys.filter(({ confirmsFrom }) => refusedBy === 'pin_reset' || confirmsFrom > now)
  await removePasskeys(tx, taken, now)
  const move = await findWaitingMove(tx, address)
  if (move === null) return taken.length > 0
  await saveMoveRequest(tx, { ...move, state: 'refused', endedReason: refusedBy, endedAt: now })
  if (enrolledBy !== null) {
    const data = { moveId: move.id, memberId, refusedBy }
    noteEvents(tx, [{ partnerId: enrolledBy, type: 'member.move_refused', objectId: move.id, data, at: now }])
  }
  return true
}
