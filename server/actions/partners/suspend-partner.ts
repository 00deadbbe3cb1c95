import type { Database } from '../../database/engine/client.ts'
import type { Partner } from '../../database/partners.ts'
import { changePartnerStatus } from './change-partner-status.ts'
import type { OperatorDeps } from './operator-calls.ts'

/** Stops a partner from issuing; points already earned can be redeemed, here and on chain. Asking again changes nothing. */
export function suspendPartner(deps: OperatorDeps & { readonly db: Database }, partnerId: number): Promise<Partner> {
  return changePartnerStatus(deps, { partnerId, status: 'suspended' })
}
