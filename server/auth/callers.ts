import type { OperatorScope, PartnerScope } from '../domain/scopes.ts'

/** A till, shop or back office of one partner. */
export interface PartnerCaller {
  readonly kind: 'partner'
  readonly keyId: string
  /** What the key is called. */
  readonly label: string
  readonly partnerId: number
  readonly scopes: readonly PartnerScope[]
}

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
