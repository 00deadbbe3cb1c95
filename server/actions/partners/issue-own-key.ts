import type { Database } from '../../database/engine/client.ts'
import { findApiKey } from '../../database/api-keys.ts'
import type { Clock, Randomness } from '../../domain/environment.ts'
import { type Giver, refuseToGive } from '../../domain/people.ts'
import { Rejection } from '../../domain/rejection.ts'
import { isPartnerScope, type PartnerScope } from '../../domain/scopes.ts'
import { issueApiKey, type IssuedApiKey } from './issue-api-key.ts'

/** Issues a key of the caller's own partner, which may do no more than the caller may give, nor replace a key that does. */
export async function issueOwnKey(
  deps: { db: Database; clock: Clock; randomness: Randomness },
  {
    giver,
    ...asked
  }: {
    readonly giver: Giver
    readonly partnerId: number
    readonly label: string
    readonly scopes: readonly PartnerScope[]
    readonly expiresAt: Date | null
    /** The key or the person. */
    readonly issuedBy: string
    readonly replaces: { readonly keyId: string; readonly overlapSeconds: number } | null
  },
): Promise<IssuedApiKey> {
  refuseToGive(giver, asked.scopes)
  if (asked.replaces !== null) await checkOwnKey(deps, { giver, ...asked.replaces, partnerId: asked.partnerId })
  return issueApiKey(deps, asked)
}

/** Refuses a key of another partner, and one that may do more than the caller may give. */
export async function checkOwnKey(
  { db }: { db: Database },
  { giver, keyId, partnerId }: { giver: Giver; keyId: string; partnerId: number },
): Promise<void> {
  const key = await findApiKey(db, keyId)
  if (key === null || key.partnerId !== partnerId) throw new Rejection('key_unknown', { keyId })
  refuseToGive(giver, key.scopes.filter(isPartnerScope))
}
