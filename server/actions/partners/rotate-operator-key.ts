import { findApiKey, listKeysOfHolder, saveApiKey } from '../../database/api-keys.ts'
import type { Database } from '../../database/engine/client.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock, Randomness } from '../../domain/environment.ts'
import { isOperatorScope } from '../../domain/scopes.ts'
import { endAfter, type IssuedApiKey, storeNewApiKey } from './issue-api-key.ts'

/**
 * Gives the holder of an operator's key another secret: a new key with the same label, scopes and end, while the old one
 * lives on for the overlap. Other keys of the same holder are revoked: two that were made from one old key show that somebody
 * else has it, and the holder notices.
 */
export async function rotateOperatorKey(
  deps: { db: Database; clock: Clock; randomness: Randomness },
  { keyId, overlapSeconds }: { keyId: string; overlapSeconds: number },
): Promise<IssuedApiKey & { readonly ended: readonly string[] }> {
  return deps.db.transaction(async (tx) => {
    const old = await findApiKey(tx, keyId)
    assert(old !== null, 'a key that was accepted exists')
    const { label, scopes, expiresAt } = old
    const holder = old.holder ?? old.id
    const others = (await listKeysOfHolder(tx, holder)).filter(
      ({ id, revokedAt }) => id !== keyId && revokedAt === null,
    )
    for (const other of others) await saveApiKey(tx, { ...other, revokedAt: deps.clock.now() })
    const issued = await storeNewApiKey(tx, deps, {
      partnerId: null,
      label,
      scopes: scopes.filter(isOperatorScope),
      expiresAt,
      issuedBy: keyId,
      holder,
    })
    await endAfter(tx, deps, { keyId, partnerId: null, overlapSeconds })
    return { ...issued, ended: [keyId, ...others.map(({ id }) => id)] }
  })
}
