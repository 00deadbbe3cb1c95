import type { Database } from '../../database/engine/client.ts'
import type { Partner } from '../../database/partners.ts'
import { changeOwnPartner } from './change-own-partner.ts'

/** Says in which country a partner's shops are: a phone number that is typed there without a country code is one of it. */
export async function setCountry(
  deps: { readonly db: Database },
  { partnerId, country }: { partnerId: number; country: string },
): Promise<Partner> {
  return changeOwnPartner(deps, partnerId, () => ({ country }))
}
