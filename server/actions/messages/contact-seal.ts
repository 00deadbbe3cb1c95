import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

import type { Randomness } from '../../domain/environment.ts'

/** Encrypts what is sent to a member and where, with a key of that member only. */
export interface ContactSeal {
  seal(memberId: string, text: string): string
  open(memberId: string, sealed: string): string
}

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SALT = 'entente contacts 1'

/** Makes the seal: each member's key is derived from the lookup key, so that no two members share one. */
export function createContactSeal({ randomness }: { randomness: Randomness }, lookupKey: Uint8Array): ContactSeal {
  const keyOf = (memberId: string) =>
    Buffer.from(hkdfSync('sha256', lookupKey, SALT, `contact of ${memberId}`, KEY_BYTES))
  return {
    seal(memberId, text) {
      const nonce = randomness.bytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, keyOf(memberId), nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')
    },
    open(memberId, text) {
      const bytes = Buffer.from(text, 'base64')
      const decipher = createDecipheriv(CIPHER, keyOf(memberId), bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
      return Buffer.concat([opened, decipher.final()]).toString('utf8')
    },
  }
}
