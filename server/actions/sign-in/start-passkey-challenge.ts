import { makePasskeyChallenge, PASSKEY_CHALLENGE_RANDOM_BYTES } from './passkey-challenge.ts'
import { keepChallenge, type ChallengeDeps } from './start-wallet-challenge.ts'

/** Gives out a challenge that a passkey answers, once: to be enrolled, or to sign in. */
export async function startPasskeyChallenge(deps: ChallengeDeps): Promise<{ challenge: string; expiresAt: Date }> {
  const challenge = makePasskeyChallenge(deps.randomness.bytes(PASSKEY_CHALLENGE_RANDOM_BYTES))
  return { challenge, expiresAt: await keepChallenge(deps, challenge) }
}
