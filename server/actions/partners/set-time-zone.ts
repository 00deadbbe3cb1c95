import type { Database } from '../../database/engine/client.ts'
import type { Partner } from '../../database/partners.ts'
import { changeOwnPartner } from './change-own-partner.ts'

/** Says in which time zone a partner's shops are: in its days members are told when they bought something there. */
export async function setTimeZone(
  deps: { readonly db: Database },
  { partnerId, timeZone }: { partnerId: number; timeZone: string },
): Promise<Partner> {
  return changeOwnPartner(deps, partnerId, () => ({ timeZone }))
}
