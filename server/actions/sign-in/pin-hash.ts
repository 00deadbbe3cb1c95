import { createHmac } from 'node:crypto'

import { hash, verify } from '@node-rs/argon2'

import { createTurns, type Turns } from '../requests/turns.ts'

/** Hashes PINs so that a copy of the database does not give them away. `turn` says whose turn it takes. */
export interface PinHash {
  readonly make: (pin: string, turn: string) => Promise<string>
  readonly matches: (hashed: string, pin: string, turn: string) => Promise<boolean>
}

/** RFC 9106's second choice of costs, halved in memory as OWASP has it: some 30 ms on a thread of its own. */
const COSTS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** How many are hashed at once: Node has four threads for such work, and reads files with the fourth. */
export const PIN_HASHES_AT_ONCE = 3
/** How many may wait, which is some three seconds of work; a flood of one finds room for half of them. */
export const PIN_HASHES_WAITING_MAX = 256

/**
 * argon2id under a key of ours. There are ten thousand PINs of four digits, which no hash makes many: without the key, which
 * is not in the database, none of them can be tried.
 */
export function createPinHash(
  lookupKey: Uint8Array,
  turns: Turns = createTurns({ runningMax: PIN_HASHES_AT_ONCE, waitingMax: PIN_HASHES_WAITING_MAX }),
): PinHash {
  const secret = createHmac('sha256', lookupKey).update('Entente PIN, version 1').digest()
  return {
    make: (pin, turn) => turns.take(turn, () => hash(pin, { ...COSTS, secret })),
    matches: (hashed, pin, turn) => turns.take(turn, () => verify(hashed, pin, { secret })),
  }
}
