import { findApiKey, saveApiKey, type ApiKey } from '../../database/api-keys.ts'
import type { Database } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Revokes a key at once and for ever. Revoking it again changes nothing. */
export async function revokeApiKey(
  { db, clock }: { db: Database; clock: Clock },
  { keyId, partnerId }: { keyId: string; partnerId: number | null },
): Promise<ApiKey> {
  return db.transaction(async (tx) => {
    const key = await findApiKey(tx, keyId)
    if (key === null || key.partnerId !== partnerId) throw new Rejection('key_unknown', { keyId })
    if (key.revokedAt !== null) return key
    const revoked = { ...key, revokedAt: clock.now() }
    await saveApiKey(tx, revoked)
    return revoked
  })
}
