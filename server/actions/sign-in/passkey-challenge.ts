import { assert } from '../../domain/assert.ts'

/**
 * What a passkey signs to be enrolled or to sign in begins with this. What it signs for the ledger is a digest of 32 bytes and
 * nothing else, and the contracts compare the whole challenge: so neither can be taken for the other.
 */
export const PASSKEY_CHALLENGE_PREFIX = 'Entente passkey challenge v1: '
export const PASSKEY_CHALLENGE_RANDOM_BYTES = 32

/** A challenge, base64url. The page makes sure of the same form: web/src/chain-client/passkey-challenge.ts */
export function makePasskeyChallenge(random: Uint8Array): string {
  assert(random.length === PASSKEY_CHALLENGE_RANDOM_BYTES, 'a challenge is not guessed')
  return Buffer.concat([Buffer.from(PASSKEY_CHALLENGE_PREFIX), random]).toString('base64url')
}

/** Whether a text is a challenge of ours, by its form. */
export function isPasskeyChallenge(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url')
  const prefix = Buffer.from(PASSKEY_CHALLENGE_PREFIX)
  return (
    bytes.toString('base64url') === text &&
    bytes.length === prefix.length + PASSKEY_CHALLENGE_RANDOM_BYTES &&
    bytes.subarray(0, prefix.length).equals(prefix)
  )
}
