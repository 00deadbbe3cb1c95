import type { Database } from '../../database/engine/client.ts'
import { lockPartner, savePartner, type Partner } from '../../database/partners.ts'
import { assert } from '../../domain/assert.ts'

/** Says in which country a partner's shops are: a phone number that is typed there without a country code is one of it. */
export async function setCountry(
  { db }: { readonly db: Database },
  { partnerId, country }: { partnerId: number; country: string },
): Promise<Partner> {
  return db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    assert(partner !== null, 'a partner whose key was accepted exists')
    const changed = { ...partner, country }
    await savePartner(tx, changed)
    return changed
  })
}
