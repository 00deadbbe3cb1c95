import { Rejection } from './rejection.ts'
import { PARTNER_SCOPES, type PartnerScope } from './scopes.ts'

/** What somebody of a partner does there. */
export const PERSON_ROLES = ['owner', 'finance', 'support', 'marketing', 'developer'] as const

export type PersonRole = (typeof PERSON_ROLES)[number]

/** People that a partner may have at a time. */
export const PEOPLE_PER_PARTNER_MAX = 100

/** Passkeys that a person may have at a time. */
export const PASSKEYS_PER_PERSON_MAX = 10

/** A passkey is added within so long after signing in: a session that somebody left open gives nobody a key for later. */
export const PASSKEY_SIGNED_IN_MS_MAX = 15 * 60_000

/** A session of a person ends by itself after so long ... */
export const PERSON_SESSION_MS_MAX = 12 * 60 * 60_000
/** ... and earlier where nothing was asked for so long. */
export const PERSON_SESSION_IDLE_MS_MAX = 60 * 60_000

/**
 * What each role may do. Nobody has a scope with which tills make points or spend them: those stay with keys, which a thief of a browser
 * does not get.
 */
const ROLE_SCOPES: Readonly<Record<PersonRole, readonly PartnerScope[]>> = {
  owner: [
    'ledger:read',
    'members:read',
    'rewards:write',
    'terms:write',
    'audit:read',
    'webhooks:write',
    'clearing:write',
    'keys:write',
    'people:write',
  ],
  finance: ['ledger:read', 'audit:read', 'clearing:write'],
  support: ['ledger:read', 'members:read'],
  marketing: ['ledger:read', 'rewards:write', 'terms:write'],
  developer: ['ledger:read', 'audit:read', 'webhooks:write', 'keys:write'],
}

/** The scopes of a role. */
export function scopesOfRole(role: PersonRole): readonly PartnerScope[] {
  return ROLE_SCOPES[role]
}

/** Who gives something to somebody: a key, or a person in a role. */
export interface Giver {
  readonly scopes: readonly PartnerScope[]
  readonly role: PersonRole | null
}

/** Refuses to give scopes, or a role, that may do more than whoever gives it. Owners give everything, others what they have. */
export function refuseToGive({ role, scopes }: Giver, given: readonly PartnerScope[]): void {
  const own = role === 'owner' ? PARTNER_SCOPES : scopes
  const missing = given.find((scope) => !own.includes(scope))
  if (missing !== undefined) throw new Rejection('scope_missing', { scope: missing })
}
