import { makeKeyedHash } from '../../database/engine/keyed-hash.ts'
import type { IdentifierKind } from './normalise-identifier.ts'

/** Keyed hash of a normalised identifier: the only form in which one is stored or searched. */
export type HashIdentifier = (kind: IdentifierKind, value: string) => string

/** Makes the keyed hash of identifiers: without the key nobody can test whether a number is among the stored ones. */
export function createIdentifierHash(lookupKey: Uint8Array): HashIdentifier {
  const hash = makeKeyedHash(lookupKey)
  return (kind, value) => hash(`${kind}\n${value}`).toString('hex')
}
