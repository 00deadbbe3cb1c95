import type { Randomness } from '../../domain/environment.ts'

/** Salted commitment to a partner's own reference: all that the chain learns of an order. Made in server/chain. */
export type CommitOrder = (order: { partnerId: number; orderRef: string; salt: string }) => string

const SALT_BYTES = 32

/** Draws what keeps a hash from being found by trying. */
export function drawSalt(randomness: Randomness): string {
  return `0x${Buffer.from(randomness.bytes(SALT_BYTES)).toString('hex')}`
}

/** Draws a salt and commits to a reference with it. */
export function commitReference(
  { randomness, commitOrder }: { randomness: Randomness; commitOrder: CommitOrder },
  { partnerId, orderRef }: { partnerId: number; orderRef: string },
): { salt: string; orderCommitment: string } {
  const salt = drawSalt(randomness)
  return { salt, orderCommitment: commitOrder({ partnerId, orderRef, salt }) }
}
