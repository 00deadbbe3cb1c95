import type { PersonRole } from '../domain/people.ts'
import type { OperatorScope, PartnerScope } from '../domain/scopes.ts'

/** Somebody of a partner who is signed in to its console. */
export interface SignedInPerson {
  readonly role: PersonRole
  /** Names the session to its person. */
  readonly sessionId: string
}

/** A till, shop or back office of one partner, or somebody of it in the console. */
export interface PartnerCaller {
  readonly kind: 'partner'
  /** The id of the key, or of the person. */
  readonly keyId: string
  /** What the key is called, or the person. */
  readonly label: string
  readonly partnerId: number
  readonly scopes: readonly PartnerScope[]
  /** Null for a key. */
  readonly person: SignedInPerson | null
}

/** Somebody of a partner, and no key of it. */
export type PersonCaller = PartnerCaller & { readonly person: SignedInPerson }

/** Who runs the coalition. */
export interface OperatorCaller {
  readonly kind: 'operator'
  readonly keyId: string
  /** What the key is called: whose it is. */
  readonly label: string
  readonly scopes: readonly OperatorScope[]
}

/** A member who is signed in. */
export interface MemberCaller {
  readonly kind: 'member'
  readonly memberId: string
  /** Names the session. */
  readonly tokenHash: string
}

/** Somebody with an API key. */
export type KeyCaller = PartnerCaller | OperatorCaller

export type Caller = KeyCaller | MemberCaller
