import { createHmac } from 'node:crypto'

import type { IdentifierKind } from './normalise-identifier.ts'

/** Keyed hash of a normalised identifier: the only form in which one is stored or searched. */
export type HashIdentifier = (kind: IdentifierKind, value: string) => string

/** Makes the keyed hash of identifiers: without the key nobody can test whether a number is among the stored ones. */
export function createIdentifierHash(lookupKey: Uint8Array): HashIdentifier {
  return (kind, value) => createHmac('sha256', lookupKey).update(`${kind}\n${value}`).digest('hex')
}
