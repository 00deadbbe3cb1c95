import type { Reader } from '../../database/engine/client.ts'
import { findPartner } from '../../database/partners.ts'
import { findPackStanding, type StoredStanding } from '../../database/prepaid-packs.ts'
import { Rejection } from '../../domain/rejection.ts'

/** How a partner stands with its packs, and which partner it is. */
export interface PacksView extends StoredStanding {
  readonly partnerId: number
}

/** Reads the prepaid packs of a partner, with what is left of each. */
export async function readPacks({ db }: { db: Reader }, partnerId: number): Promise<PacksView> {
  if ((await findPartner(db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  return { ...(await findPackStanding(db, partnerId)), partnerId }
}
