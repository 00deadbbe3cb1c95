import { getWaitingMove, listAblePasskeys, moveOrderOf } from './confirm-move.ts'
import { type AccountKeyDeps, getMember } from './prove-account-order.ts'
import type { HintedOrder } from './read-freeze-order.ts'

/** Says what a passkey signs to confirm the move that waits, and which of the member's passkeys are old enough. */
export async function readMoveConfirmation(
  deps: AccountKeyDeps,
  memberId: string,
): Promise<HintedOrder & { deadline: bigint }> {
  const { db, passkeyTerms } = deps
  const { address } = await getMember(db, memberId)
  const move = await getWaitingMove(db, address)
  const able = await listAblePasskeys(db, move)
  const passkeys = { rpId: passkeyTerms.rpId, credentialIds: able.map(({ id }) => id) }
  return { ...deps.orderToSign(moveOrderOf(move)), passkeys, deadline: move.deadline }
}
