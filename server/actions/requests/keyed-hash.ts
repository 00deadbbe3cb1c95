import { type BinaryToTextEncoding, createHmac, createSecretKey } from 'node:crypto'

/** Makes a hash of texts (HMAC-SHA-256) that nobody can try guesses against without the key. */
export function makeKeyedHash(key: Uint8Array, encoding: BinaryToTextEncoding = 'hex'): (text: string) => string {
  // Node looks for five times as long at a key that is given as bytes.
  const secret = createSecretKey(key)
  return (text) => createHmac('sha256', secret).update(text).digest(encoding)
}
