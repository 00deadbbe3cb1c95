import { findWaitingMove, saveMoveRequest } from '../../database/move-requests.ts'
import type { ChannelKind } from '../../domain/channels.ts'
import { Rejection } from '../../domain/rejection.ts'
import { notifyMember } from '../messages/notify-member.ts'
import { tryCode } from '../messages/one-time-code.ts'
import { getSettledContact } from './own-contact.ts'
import { actOnLockedMember } from './prove-account-order.ts'
import type { MoveCodeDeps } from './start-move-code.ts'

/** Has a move that waits be made now, because its member confirmed it by a contact that a thief of card and PIN does not have. */
export async function confirmMoveByCode(
  deps: MoveCodeDeps,
  { memberId, kind, code }: { memberId: string; kind: ChannelKind; code: string },
): Promise<void> {
  await actOnLockedMember(deps, memberId, async (tx, member) => {
    const move = await findWaitingMove(tx, member.address)
    if (move === null) return new Rejection('move_unknown')
    const { valueHash } = await getSettledContact(tx, deps, { memberId, kind })
    const use = { memberId, purpose: 'confirm_move', kind, valueHash, about: move.id } as const
    const wrong = await tryCode(tx, deps, { ...use, code })
    if (wrong !== null) return wrong
    // What releases moves makes it with the next look, as it does any whose wait is over.
    await saveMoveRequest(tx, { ...move, readyAt: deps.clock.now() })
    await notifyMember(tx, deps, { memberId, topic: 'move_confirmed' })
    return null
  })
}
