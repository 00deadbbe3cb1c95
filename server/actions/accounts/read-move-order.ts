import { ACCOUNT_ORDER_MS, deadlineAfter } from '../../domain/account-acts.ts'
import { type MoveDeps, moveReadyAt } from './move-account.ts'
import { getMember, hintPasskeys } from './prove-account-order.ts'
import type { HintedOrder } from './read-freeze-order.ts'
import { checkMovable } from './check-movable.ts'

/** Says what both keys sign to move an account; an account that cannot move is refused before anybody signs. */
export async function readMoveOrder(
  deps: MoveDeps,
  { memberId, toAccount }: { memberId: string; toAccount: string },
): Promise<HintedOrder & { deadline: bigint; readyAt: Date | null }> {
  const member = await getMember(deps.db, memberId)
  await checkMovable(deps, deps.db, { memberId, toAccount })
  const readyAt = moveReadyAt(deps, member)
  const deadline = deadlineAfter(readyAt ?? deps.clock.now(), ACCOUNT_ORDER_MS)
  const order = deps.orderToSign({ kind: 'Move', from: member.address, to: toAccount, deadline })
  return { ...order, passkeys: await hintPasskeys(deps, member), deadline, readyAt }
}
