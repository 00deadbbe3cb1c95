import type { Transaction } from './engine/client.ts'
import type { WalletChallengeModel } from './generated/models.ts'
import { insertNewRows } from './engine/save-rows.ts'

/** A nonce that a wallet must sign, once. */
export type WalletChallenge = Readonly<WalletChallengeModel>

declare module './engine/tables.ts' {
  interface Rows {
    wallet_challenge: WalletChallenge
  }
}

/** Stores a challenge whose nonce was never given before. */
export async function insertWalletChallenge(tx: Transaction, challenge: WalletChallenge): Promise<void> {
  await insertNewRows(tx, 'wallet_challenge', [challenge], 'a nonce is given once')
}

/** Uses a challenge up; false when it is unknown, used or expired. Of two that try at once, one gets true. */
export async function useWalletChallenge(tx: Transaction, nonce: string, now: Date): Promise<boolean> {
  const used = await tx.walletChallenge.updateMany({
    where: { nonce, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  return used.count === 1
}

/** Deletes challenges that were used or have expired: an unknown one is refused like them. */
export async function deleteClosedChallenges(tx: Transaction, now: Date): Promise<void> {
  await tx.walletChallenge.deleteMany({ where: { OR: [{ usedAt: { not: null } }, { expiresAt: { lte: now } }] } })
}
