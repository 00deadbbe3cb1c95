import { keepChallenge, type ChallengeDeps } from './start-wallet-challenge.ts'

const CHALLENGE_BYTES = 32

/** Gives out a challenge that a passkey answers, once: to be enrolled, or to sign in. */
export async function startPasskeyChallenge(deps: ChallengeDeps): Promise<{ challenge: string; expiresAt: Date }> {
  const challenge = Buffer.from(deps.randomness.bytes(CHALLENGE_BYTES)).toString('base64url')
  return { challenge, expiresAt: await keepChallenge(deps, challenge) }
}
