import { SigningRefused } from './refusal.ts'

/** How the server begins what it asks a passkey to sign in with: server/actions/sign-in/passkey-challenge.ts. */
const PREFIX = 'Entente passkey challenge v1: '
const RANDOM_BYTES = 32
const DIGEST = /^0x[0-9a-f]{64}$/i

/**
 * Refuses a challenge that is not for signing in. A passkey shows nothing of what it signs: a server that hands out the digest of an
 * order as a challenge would otherwise have the member spend points by signing in.
 */
export function checkChallenge(challenge: string): void {
  const bytes = /^[A-Za-z0-9_-]+$/.test(challenge) ? atob(challenge.replaceAll('-', '+').replaceAll('_', '/')) : ''
  if (bytes.length !== PREFIX.length + RANDOM_BYTES || !bytes.startsWith(PREFIX))
    throw new SigningRefused('challenge_altered')
}

/** The challenge with which a passkey signs a digest: its 32 bytes, and nothing else. */
export function challengeOfDigest(digest: string): Uint8Array {
  if (!DIGEST.test(digest)) throw new SigningRefused('order_altered')
  return Uint8Array.from(digest.slice(2).match(/../g) ?? [], (byte) => parseInt(byte, 16))
}

/** Bytes as WebAuthn writes them: base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  const binary = String.fromCharCode(...bytes)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
