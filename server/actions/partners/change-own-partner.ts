import type { Database, Transaction } from '../../database/engine/client.ts'
import { lockPartner, savePartner, type Partner } from '../../database/partners.ts'
import { assert } from '../../domain/assert.ts'

/** Changes what a partner says of itself, with its own key: so it exists. `change` runs in the transaction that stores it. */
export async function changeOwnPartner(
  { db }: { readonly db: Database },
  partnerId: number,
  change: (tx: Transaction) => Promise<Partial<Partner>> | Partial<Partner>,
): Promise<Partner> {
  return db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    assert(partner !== null, 'a partner whose key was accepted exists')
    const changed = { ...partner, ...(await change(tx)) }
    await savePartner(tx, changed)
    return changed
  })
}
