import type { ApiKey } from '../../database/api-keys.ts'
import type { Database } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import type { Giver } from '../../domain/people.ts'
import { checkOwnKey } from './issue-own-key.ts'
import { revokeApiKey } from './revoke-api-key.ts'

/** Revokes a key of the caller's own partner, if it may do no more than the caller may give. */
export async function revokeOwnKey(
  deps: { db: Database; clock: Clock },
  { giver, ...named }: { giver: Giver; keyId: string; partnerId: number },
): Promise<ApiKey> {
  await checkOwnKey(deps, { giver, ...named })
  return revokeApiKey(deps, named)
}
