import type { Database } from '../../database/engine/client.ts'
import type { Partner } from '../../database/partners.ts'
import { changePartnerStatus } from './change-partner-status.ts'
import type { OperatorDeps } from './operator-calls.ts'

/** Lets a suspended partner issue again, here and on chain. Asking again changes nothing. */
export function resumePartner(deps: OperatorDeps & { readonly db: Database }, partnerId: number): Promise<Partner> {
  return changePartnerStatus(deps, { partnerId, status: 'active' })
}
