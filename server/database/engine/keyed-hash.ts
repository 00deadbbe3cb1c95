import { hash } from 'node:crypto'

import { assert } from '../../domain/assert.ts'

/** A block of SHA-256: a longer key would have to be hashed first (RFC 2104). */
export const HASH_KEY_BYTES_MAX = 64

/**
 * Makes a hash of texts (HMAC-SHA-256) that nobody can try guesses against without the key, which has at most `HASH_KEY_BYTES_MAX` bytes. Two hashes in one
 * shot take a quarter of the time that node:crypto's `createHmac` takes.
 */
export function makeKeyedHash(key: Uint8Array): (text: string) => Buffer {
  assert(key.length <= HASH_KEY_BYTES_MAX, 'keys of hashes are no longer than a block')
  const padded = (pad: number) => {
    const block = Buffer.alloc(HASH_KEY_BYTES_MAX, pad)
    key.forEach((byte, at) => (block[at] = byte ^ pad))
    return block
  }
  const [inner, outer] = [padded(0x36), padded(0x5c)]
  return (text) => {
    const within = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')
    return hash('sha256', Buffer.concat([outer, within]), 'buffer')
  }
}
