import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

import type { Randomness } from '../../domain/environment.ts'

/** Encrypts texts, each owner's with a key of its own. */
export interface Seal {
  seal(ownerId: string, text: string): string
  open(ownerId: string, sealed: string): string
}

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Makes a seal: each owner's key is derived from the lookup key, so that no two share one. `salt` and `what` say what for. */
export function createSeal(
  { randomness }: { randomness: Randomness },
  lookupKey: Uint8Array,
  { salt, what }: { salt: string; what: string },
): Seal {
  const keyOf = (ownerId: string) =>
    Buffer.from(hkdfSync('sha256', lookupKey, salt, `${what} of ${ownerId}`, KEY_BYTES))
  return {
    seal(ownerId, text) {
      const nonce = randomness.bytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, keyOf(ownerId), nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')
    },
    open(ownerId, text) {
      const bytes = Buffer.from(text, 'base64')
      const decipher = createDecipheriv(CIPHER, keyOf(ownerId), bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
      return Buffer.concat([opened, decipher.final()]).toString('utf8')
    },
  }
}
