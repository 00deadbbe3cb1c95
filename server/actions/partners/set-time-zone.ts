import type { Database } from '../../database/engine/client.ts'
import { lockPartner, savePartner, type Partner } from '../../database/partners.ts'
import { assert } from '../../domain/assert.ts'

/** Says in which time zone a partner's shops are: in its days members are told when they bought something there. */
export async function setTimeZone(
  { db }: { readonly db: Database },
  { partnerId, timeZone }: { partnerId: number; timeZone: string },
): Promise<Partner> {
  return db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    assert(partner !== null, 'a partner whose key was accepted exists')
    const changed = { ...partner, timeZone }
    await savePartner(tx, changed)
    return changed
  })
}
