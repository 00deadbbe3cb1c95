import type { Database } from '../database/client.ts'
import { insertWalletChallenge } from '../database/wallet-challenges.ts'
import type { Clock, Randomness } from '../domain/environment.ts'

/** A challenge must be answered within so long. */
export const CHALLENGE_AGE_MS_MAX = 600_000
const NONCE_BYTES = 16

/** Gives out a nonce that a wallet signs to prove itself, once. */
export async function startWalletChallenge({
  db,
  clock,
  randomness,
}: {
  db: Database
  clock: Clock
  randomness: Randomness
}): Promise<{ nonce: string; expiresAt: Date }> {
  const nonce = Buffer.from(randomness.bytes(NONCE_BYTES)).toString('hex')
  const expiresAt = new Date(clock.now().getTime() + CHALLENGE_AGE_MS_MAX)
  await db.transaction((tx) => insertWalletChallenge(tx, { nonce, expiresAt, usedAt: null }))
  return { nonce, expiresAt }
}
