import type { Database } from '../../database/engine/client.ts'
import type { Clock, Randomness } from '../../domain/environment.ts'
import type { OperatorScope } from '../../domain/scopes.ts'
import { DAY_MS } from '../../domain/utc-days.ts'
import { issueApiKey, type IssuedApiKey } from './issue-api-key.ts'

/** A key of an operator ends after so many days at the latest. */
export const OPERATOR_KEY_DAYS_MAX = 366

export interface NewOperatorKey {
  readonly label: string
  readonly scopes: readonly OperatorScope[]
  readonly validDays: number
  /** The key of whoever issues it. */
  readonly issuedBy: string
  readonly replaces: { readonly keyId: string; readonly overlapSeconds: number } | null
}

/** Issues a key to an operator, which ends by itself. */
export function issueOperatorKey(
  deps: { db: Database; clock: Clock; randomness: Randomness },
  { label, scopes, validDays, issuedBy, replaces }: NewOperatorKey,
): Promise<IssuedApiKey> {
  const expiresAt = new Date(deps.clock.now().getTime() + validDays * DAY_MS)
  return issueApiKey(deps, { partnerId: null, label, scopes, expiresAt, issuedBy, replaces })
}
