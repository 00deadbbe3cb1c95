import { createHmac } from 'node:crypto'

import type { HashIdentifier } from './member-reference.ts'

/** Makes the keyed hash of identifiers: without the key nobody can test whether a number is among the stored ones. */
export function createIdentifierHash(lookupKey: Uint8Array): HashIdentifier {
  return (kind, value) => createHmac('sha256', lookupKey).update(`${kind}\n${value}`).digest('hex')
}
