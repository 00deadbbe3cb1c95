import type { ApiKey } from '../database/api-keys.ts'
import { Rejection } from '../domain/rejection.ts'
import type { Clock } from '../domain/environment.ts'
import { isOperatorScope, isPartnerScope } from '../domain/scopes.ts'
import { isSecret, parseApiKey } from './api-key-text.ts'
import type { KeyCaller } from './callers.ts'
import type { Keyring } from './keyring.ts'

/** Who calls with a key. */
export function callerOf({ id: keyId, label, partnerId, scopes }: ApiKey): KeyCaller {
  if (partnerId === null) return { kind: 'operator', keyId, label, scopes: scopes.filter(isOperatorScope) }
  return { kind: 'partner', keyId, label, partnerId, scopes: scopes.filter(isPartnerScope), person: null }
}

/** A key was shown whose time is over: it is known whose it was. */
export class KeyEnded extends Rejection {
  readonly caller: KeyCaller

  constructor(code: 'key_revoked' | 'key_expired', caller: KeyCaller) {
    super(code)
    this.caller = caller
  }
}

export interface AuthenticateDeps {
  readonly keyring: Keyring
  readonly clock: Clock
}

/** Says who is calling from the Authorization header. Only the holder of a key learns that it was revoked. */
export async function authenticate(
  { keyring, clock }: AuthenticateDeps,
  header: string | undefined,
): Promise<KeyCaller> {
  const [scheme, text, ...rest] = (header ?? '').split(' ')
  const given = scheme?.toLowerCase() === 'bearer' && rest.length === 0 ? parseApiKey(text ?? '') : null
  if (given === null) throw new Rejection('unauthenticated')
  const key = await keyring.find(given.keyId)
  if (key === null || !isSecret(given.secret, key.secretHash)) throw new Rejection('unauthenticated')
  const now = clock.now()
  if (key.revokedAt !== null && key.revokedAt <= now) throw new KeyEnded('key_revoked', callerOf(key))
  if (key.expiresAt !== null && key.expiresAt <= now) throw new KeyEnded('key_expired', callerOf(key))
  return callerOf(key)
}
