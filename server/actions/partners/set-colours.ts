import type { Database } from '../../database/engine/client.ts'
import { lockPartner, savePartner, type Partner } from '../../database/partners.ts'
import { assert } from '../../domain/assert.ts'
import { checkBrandColours, type BrandColours } from '../../domain/brand-colours.ts'

/** Gives a partner its colours; text in the one can be read on the other. */
export async function setColours(
  { db }: { readonly db: Database },
  { partnerId, colour, textColour }: BrandColours & { partnerId: number },
): Promise<Partner> {
  checkBrandColours({ colour, textColour })
  return db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    assert(partner !== null, 'a partner whose key was accepted exists')
    const changed = { ...partner, colour, textColour }
    await savePartner(tx, changed)
    return changed
  })
}
