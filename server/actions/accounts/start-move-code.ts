import type { Database } from '../../database/engine/client.ts'
import { findWaitingMove } from '../../database/move-requests.ts'
import type { ChannelKind } from '../../domain/channels.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type BudgetDeps, takeCodeBudget } from '../requests/take-budget.ts'
import { type CodeDeps, startCode, takeCode } from '../messages/one-time-code.ts'
import { getSettledContact } from './own-contact.ts'
import { getLockedMember } from './prove-account-order.ts'

export type MoveCodeDeps = CodeDeps & BudgetDeps & { readonly db: Database; readonly moveWaitMs: number }

/** Sends a code to a contact of the member, with which the move that waits is confirmed at once. */
export async function startMoveCode(
  deps: MoveCodeDeps,
  { memberId, kind, networkAddress }: { memberId: string; kind: ChannelKind; networkAddress: string },
): Promise<{ expiresAt: Date }> {
  const { valueHash } = await getSettledContact(deps.db, deps, { memberId, kind })
  await takeCode(deps, { memberId, kind, valueHash, partnerId: null })
  return deps.db.transaction(async (tx) => {
    await takeCodeBudget(tx, deps, networkAddress)
    const member = await getLockedMember(tx, memberId)
    const move = await findWaitingMove(tx, member.address)
    if (move === null) throw new Rejection('move_unknown')
    const contact = await getSettledContact(tx, deps, { memberId, kind })
    const to = deps.contactSeal.open(memberId, contact.contact)
    const use = { memberId, purpose: 'confirm_move', kind, valueHash: contact.valueHash, about: move.id } as const
    return startCode(tx, deps, { ...use, to })
  })
}
