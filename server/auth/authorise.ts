import { Rejection } from '../domain/rejection.ts'
import type { PartnerScope } from '../domain/scopes.ts'
import type { Caller } from './callers.ts'

/** What a route demands of who calls it. */
export interface Demand {
  readonly caller: 'partner' | 'operator' | 'member' | 'anyone'
  readonly scope?: PartnerScope
}

/** Refuses a caller whose key does not hold what the route demands. */
export function authorise(demand: Demand, caller: Caller | null): void {
  if (demand.caller === 'anyone') return
  if (demand.caller === 'member') {
    if (caller?.kind !== 'member') throw new Rejection('signed_out')
    return
  }
  const scope = demand.caller === 'operator' ? 'operator' : (demand.scope ?? 'partner')
  if (caller === null) throw new Rejection('unauthenticated')
  if (caller.kind !== demand.caller) throw new Rejection('scope_missing', { scope })
  if (caller.kind === 'partner' && demand.scope !== undefined && !caller.scopes.includes(demand.scope))
    throw new Rejection('scope_missing', { scope })
}
