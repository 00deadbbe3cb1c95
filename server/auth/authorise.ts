import { Rejection } from '../domain/rejection.ts'
import { FULL_OPERATOR_SCOPE, type OperatorScope, type PartnerScope } from '../domain/scopes.ts'
import type { Caller, OperatorCaller, PartnerCaller } from './callers.ts'

/** What a route demands of who calls it. */
export interface Demand {
  readonly caller: 'partner' | 'person' | 'operator' | 'member' | 'visitor' | 'anyone'
  readonly scope?: PartnerScope
  /** A scope of partners that does as well. */
  readonly orScope?: PartnerScope
  /** Scopes of operators, of which the key needs all; without any, the full one. */
  readonly operatorScopes?: readonly OperatorScope[]
}

/** Refuses a caller whose key does not hold what the route demands. */
export function authorise(demand: Demand, caller: Caller | null): void {
  if (demand.caller === 'anyone' || demand.caller === 'visitor') return
  if (demand.caller === 'member') {
    if (caller?.kind !== 'member') throw new Rejection('signed_out')
    return
  }
  if (demand.caller === 'person') {
    if (caller?.kind !== 'partner' || caller.person === null) throw new Rejection('signed_out')
    return
  }
  const scope = demand.caller === 'operator' ? FULL_OPERATOR_SCOPE : (demand.scope ?? 'partner')
  if (caller === null) throw new Rejection('unauthenticated')
  if (caller.kind !== demand.caller) throw new Rejection('scope_missing', { scope })
  if (caller.kind === 'partner') authorisePartner(demand, caller)
  if (caller.kind === 'operator') authoriseOperator(demand, caller)
}

function authorisePartner({ scope, orScope }: Demand, { scopes }: PartnerCaller): void {
  if (scope === undefined || scopes.includes(scope)) return
  if (orScope === undefined || !scopes.includes(orScope)) throw new Rejection('scope_missing', { scope })
}

function authoriseOperator({ operatorScopes = [FULL_OPERATOR_SCOPE] }: Demand, { scopes }: OperatorCaller): void {
  if (scopes.includes(FULL_OPERATOR_SCOPE)) return
  const missing = operatorScopes.find((scope) => !scopes.includes(scope))
  if (missing !== undefined) throw new Rejection('scope_missing', { scope: missing })
}
