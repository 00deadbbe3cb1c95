import type { ApiKey } from '../../database/api-keys.ts'
import type { Database } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import { revokeApiKey } from './revoke-api-key.ts'

/** Revokes a key of an operator at once and for ever. */
export function revokeOperatorKey(deps: { db: Database; clock: Clock }, keyId: string): Promise<ApiKey> {
  return revokeApiKey(deps, { keyId, partnerId: null })
}
