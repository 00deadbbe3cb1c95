import type { Reader } from '../../database/engine/client.ts'
import { findPartner, type Partner } from '../../database/partners.ts'
import { assert } from '../../domain/assert.ts'

/** Reads the partner that a key belongs to. */
export async function readPartner({ db }: { db: Reader }, partnerId: number): Promise<Partner> {
  const partner = await findPartner(db, partnerId)
  assert(partner !== null, 'a partner whose key was accepted exists')
  return partner
}
