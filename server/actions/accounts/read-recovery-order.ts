import type { OrderToSign } from '../../chain/account-orders.ts'
import { ACCOUNT_ORDER_MS, deadlineAfter } from '../../domain/account-acts.ts'
import { type AccountKeyDeps } from './prove-account-order.ts'
import { readRecovery } from './read-recovery.ts'

/** Says what the new key signs, so that the operator can announce a recovery. */
export async function readRecoveryOrder(
  { db, clock, orderToSign }: AccountKeyDeps,
  { memberId, toAccount }: { memberId: string; toAccount: string },
): Promise<OrderToSign & { deadline: bigint }> {
  const { member } = await readRecovery(db, memberId)
  const deadline = deadlineAfter(clock.now(), ACCOUNT_ORDER_MS)
  return { ...orderToSign({ kind: 'Recovery', from: member.address, to: toAccount, deadline }), deadline }
}
