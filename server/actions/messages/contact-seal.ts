import type { Randomness } from '../../domain/environment.ts'
import { createSeal, type Seal } from '../requests/seal.ts'

/** Encrypts what is sent to a member and where, with a key of that member only. */
export type ContactSeal = Seal

/** Makes the seal: each member's key is derived from the lookup key, so that no two members share one. */
export function createContactSeal(deps: { randomness: Randomness }, lookupKey: Uint8Array): ContactSeal {
  return createSeal(deps, lookupKey, { salt: 'entente contacts 1', what: 'contact' })
}
