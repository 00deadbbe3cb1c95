import type { OrderToSign } from '../../chain/account-orders.ts'
import { ACCOUNT_ORDER_MS, deadlineAfter } from '../../domain/account-acts.ts'
import { findFoldedDeadline } from './fold-acts.ts'
import { listFreezeActs, readFreezeOnChain } from './freeze-sequence.ts'
import { type AccountKeyDeps, getMember, hintPasskeys } from './prove-account-order.ts'

/** What is signed, and by which passkeys it can be. */
export interface HintedOrder extends OrderToSign {
  readonly passkeys: { rpId: string; credentialIds: string[] } | null
}

/** Says what a member's key signs to freeze the account on the ledger, or to free it. */
export async function readFreezeOrder(
  deps: AccountKeyDeps,
  { memberId, frozen }: { memberId: string; frozen: boolean },
): Promise<HintedOrder & { sequence: bigint; deadline: bigint }> {
  const member = await getMember(deps.db, memberId)
  const account = member.address
  const { nextSequence } = await listFreezeActs(deps.db, account)
  const onChain = member.kind === 'card' ? null : await readFreezeOnChain(deps.chain, account)
  const sequence = onChain !== null && onChain.nextSequence > nextSequence ? onChain.nextSequence : nextSequence
  // Later than that of any order that was used up with the same number, or it would be taken for that one.
  const used = await findFoldedDeadline(deps.db, { account, sequence })
  const least = deadlineAfter(deps.clock.now(), ACCOUNT_ORDER_MS)
  const deadline = used !== null && used >= least ? used + 1n : least
  const order = deps.orderToSign({ kind: 'Freeze', account, frozen, sequence, deadline })
  return { ...order, passkeys: await hintPasskeys(deps, member), sequence, deadline }
}
