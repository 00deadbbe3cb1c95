import { findApiKey, type ApiKey } from '../database/api-keys.ts'
import type { Reader } from '../database/engine/client.ts'
import type { Clock } from '../domain/environment.ts'

/** A key is looked up again after so long: what another process revoked is refused here a second later. */
export const KEYRING_AGE_MS_MAX = 1_000
/** Keys that are remembered at once, known and unknown ones. */
const KEYS_MAX = 10_000

/** Finds keys by their id, without asking the database for every request. */
export interface Keyring {
  find(keyId: string): Promise<ApiKey | null>
  /** Forgets a key that was just changed in this process. */
  forget(keyId: string): void
}

/** Makes a keyring over the database. */
export function createKeyring({ db, clock }: { db: Reader; clock: Clock }): Keyring {
  const known = new Map<string, { readonly key: Promise<ApiKey | null>; readonly until: number }>()
  return {
    find(keyId) {
      const now = clock.now().getTime()
      const remembered = known.get(keyId)
      if (remembered !== undefined && remembered.until > now) return remembered.key
      if (known.size >= KEYS_MAX) known.clear()
      const key = findApiKey(db, keyId)
      known.set(keyId, { key, until: now + KEYRING_AGE_MS_MAX })
      // A failed look-up is not remembered; its caller gets the error.
      key.catch(() => known.delete(keyId))
      return key
    },
    forget(keyId) {
      known.delete(keyId)
    },
  }
}
