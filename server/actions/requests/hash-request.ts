import { makeKeyedHash } from '../../database/engine/keyed-hash.ts'

/** Hash of what a request asks, by which its repetition is recognised. */
export type HashRequest = (asked: string) => string

/**
 * Keyed, because it is kept: there are not many telephone numbers, so that whoever has a copy of the database would find by trying which
 * one a body named.
 */
export function createRequestHash(lookupKey: Uint8Array): HashRequest {
  const key = makeKeyedHash(lookupKey)('Entente request, version 1')
  const hash = makeKeyedHash(key)
  return (asked) => hash(asked).toString('hex')
}
