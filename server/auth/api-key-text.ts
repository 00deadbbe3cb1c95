import { createHash, timingSafeEqual } from 'node:crypto'

/** The two parts of `ent_<keyId>_<secret>`. */
export interface ApiKeyText {
  readonly keyId: string
  readonly secret: string
}

const FORM = /^ent_([0-9a-f]{16})_([0-9a-f]{64})$/

/** Splits the text of a key, or answers null when it has not the form of one. */
export function parseApiKey(text: string): ApiKeyText | null {
  const [, keyId, secret] = FORM.exec(text) ?? []
  return keyId === undefined || secret === undefined ? null : { keyId, secret }
}

/** Compares a secret with the stored hash in constant time. The secret is 256 random bits, so no slow hash is needed. */
export function isSecret(secret: string, secretHash: string): boolean {
  const asked = createHash('sha256').update(secret).digest()
  const stored = Buffer.from(secretHash, 'hex')
  return stored.length === asked.length && timingSafeEqual(asked, stored)
}
