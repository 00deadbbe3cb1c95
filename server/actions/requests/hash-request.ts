import { createHmac } from 'node:crypto'

import { makeKeyedHash } from './keyed-hash.ts'

/** Hash of what a request asks, by which its repetition is recognised. */
export type HashRequest = (asked: string) => string

/**
 * Keyed, because it is kept: there are not many telephone numbers, so that whoever has a copy of the database would find by trying which
 * one a body named.
 */
export function createRequestHash(lookupKey: Uint8Array): HashRequest {
  const key = createHmac('sha256', lookupKey).update('Entente request, version 1').digest()
  return makeKeyedHash(key)
}
