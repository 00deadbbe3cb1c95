import type { PartnerScope } from '../domain/scopes.ts'

/** A till, shop or back office of one partner. */
export interface PartnerCaller {
  readonly kind: 'partner'
  readonly keyId: string
  readonly partnerId: number
  readonly scopes: readonly PartnerScope[]
}

/** Who runs the coalition. */
export interface OperatorCaller {
  readonly kind: 'operator'
  readonly keyId: string
}

export type Caller = PartnerCaller | OperatorCaller
