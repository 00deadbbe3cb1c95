import { Rejection } from '../domain/rejection.ts'
import { FULL_OPERATOR_SCOPE, type OperatorScope, type PartnerScope } from '../domain/scopes.ts'
import type { Caller, OperatorCaller } from './callers.ts'

/** What a route demands of who calls it. */
export interface Demand {
  readonly caller: 'partner' | 'operator' | 'member' | 'visitor' | 'anyone'
  readonly scope?: PartnerScope
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
  const scope = demand.caller === 'operator' ? FULL_OPERATOR_SCOPE : (demand.scope ?? 'partner')
  if (caller === null) throw new Rejection('unauthenticated')
  if (caller.kind !== demand.caller) throw new Rejection('scope_missing', { scope })
  if (caller.kind === 'partner' && demand.scope !== undefined && !caller.scopes.includes(demand.scope))
    throw new Rejection('scope_missing', { scope })
  if (caller.kind === 'operator') authoriseOperator(demand, caller)
}

function authoriseOperator({ operatorScopes = [FULL_OPERATOR_SCOPE] }: Demand, { scopes }: OperatorCaller): void {
  if (scopes.includes(FULL_OPERATOR_SCOPE)) return
  const missing = operatorScopes.find((scope) => !scopes.includes(scope))
  if (missing !== undefined) throw new Rejection('scope_missing', { scope: missing })
}
