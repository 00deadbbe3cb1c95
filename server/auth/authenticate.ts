import type { ApiKey } from '../database/api-keys.ts'
import { Rejection } from '../domain/rejection.ts'
import type { Clock } from '../domain/environment.ts'
import { isOperatorScope, isPartnerScope } from '../domain/scopes.ts'
import { isSecret, parseApiKey } from './api-key-text.ts'
import type { Caller } from './callers.ts'
import type { Keyring } from './keyring.ts'

function callerOf(key: ApiKey): Caller {
  if (key.partnerId === null) return { kind: 'operator', keyId: key.id, scopes: key.scopes.filter(isOperatorScope) }
  return { kind: 'partner', keyId: key.id, partnerId: key.partnerId, scopes: key.scopes.filter(isPartnerScope) }
}

export interface AuthenticateDeps {
  readonly keyring: Keyring
  readonly clock: Clock
}

/** Says who is calling from the Authorization header. Only the holder of a key learns that it was revoked. */
export async function authenticate({ keyring, clock }: AuthenticateDeps, header: string | undefined): Promise<Caller> {
  const [scheme, text, ...rest] = (header ?? '').split(' ')
  const given = scheme?.toLowerCase() === 'bearer' && rest.length === 0 ? parseApiKey(text ?? '') : null
  if (given === null) throw new Rejection('unauthenticated')
  const key = await keyring.find(given.keyId)
  if (key === null || !isSecret(given.secret, key.secretHash)) throw new Rejection('unauthenticated')
  const now = clock.now()
  if (key.revokedAt !== null && key.revokedAt <= now) throw new Rejection('key_revoked')
  if (key.expiresAt !== null && key.expiresAt <= now) throw new Rejection('key_expired')
  return callerOf(key)
}
