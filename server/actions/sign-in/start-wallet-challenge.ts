import type { Database } from '../../database/engine/client.ts'
import { insertWalletChallenge } from '../../database/wallet-challenges.ts'
import type { Clock, Randomness } from '../../domain/environment.ts'

/** A challenge must be answered within so long. */
export const CHALLENGE_AGE_MS_MAX = 600_000
const NONCE_BYTES = 16

/** What a challenge needs to be given out. */
export interface ChallengeDeps {
  readonly db: Database
  readonly clock: Clock
  readonly randomness: Randomness
}

/** Gives out a nonce that a wallet signs to prove itself, once. */
export async function startWalletChallenge(deps: ChallengeDeps): Promise<{ nonce: string; expiresAt: Date }> {
  const nonce = Buffer.from(deps.randomness.bytes(NONCE_BYTES)).toString('hex')
  return { nonce, expiresAt: await keepChallenge(deps, nonce) }
}

/** Remembers a challenge until it is answered or over, and tells when that is. */
export async function keepChallenge({ db, clock }: ChallengeDeps, nonce: string): Promise<Date> {
  const expiresAt = new Date(clock.now().getTime() + CHALLENGE_AGE_MS_MAX)
  await db.transaction((tx) => insertWalletChallenge(tx, { nonce, expiresAt, usedAt: null }))
  return expiresAt
}
