import type { Database } from '../../database/engine/client.ts'
import type { Partner } from '../../database/partners.ts'
import { checkBrandColours, type BrandColours } from '../../domain/brand-colours.ts'
import { changeOwnPartner } from './change-own-partner.ts'

/** Gives a partner its colours; text in the one can be read on the other. */
export async function setColours(
  deps: { readonly db: Database },
  { partnerId, colour, textColour }: BrandColours & { partnerId: number },
): Promise<Partner> {
  checkBrandColours({ colour, textColour })
  return changeOwnPartner(deps, partnerId, () => ({ colour, textColour }))
}
