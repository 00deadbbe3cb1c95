import type { Database } from '../database/client.ts'
import { insertWalletChallenge } from '../database/wallet-challenges.ts'
import type { Clock, Randomness } from '../domain/environment.ts'
import { CHALLENGE_AGE_MS_MAX } from './start-wallet-challenge.ts'

const CHALLENGE_BYTES = 32

/** Gives out a challenge that a passkey answers, once: to be enrolled, or to sign in. */
export async function startPasskeyChallenge({
  db,
  clock,
  randomness,
}: {
  db: Database
  clock: Clock
  randomness: Randomness
}): Promise<{ challenge: string; expiresAt: Date }> {
  const challenge = Buffer.from(randomness.bytes(CHALLENGE_BYTES)).toString('base64url')
  const expiresAt = new Date(clock.now().getTime() + CHALLENGE_AGE_MS_MAX)
  await db.transaction((tx) => insertWalletChallenge(tx, { nonce: challenge, expiresAt, usedAt: null }))
  return { challenge, expiresAt }
}
