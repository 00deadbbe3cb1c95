import { createHmac } from 'node:crypto'

import { hash, verify } from '@node-rs/argon2'

/** Hashes PINs so that a copy of the database does not give them away. */
export interface PinHash {
  readonly make: (pin: string) => Promise<string>
  readonly matches: (hashed: string, pin: string) => Promise<boolean>
}

/** RFC 9106's second choice of costs, halved in memory as OWASP has it: some 30 ms on a thread of its own. */
const COSTS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * argon2id under a key of ours. There are ten thousand PINs of four digits, which no hash makes many: without the key, which
 * is not in the database, none of them can be tried.
 */
export function createPinHash(lookupKey: Uint8Array): PinHash {
  const secret = createHmac('sha256', lookupKey).update('Entente PIN, version 1').digest()
  return {
    make: (pin) => hash(pin, { ...COSTS, secret }),
    matches: (hashed, pin) => verify(hashed, pin, { secret }),
  }
}
