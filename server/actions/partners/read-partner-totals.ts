import type { Reader } from '../../database/engine/client.ts'
import { listPartnerTotals, type PartnerTotals } from '../../database/ledger-totals.ts'
import { assert } from '../../domain/assert.ts'

/** Reads what a partner's tills brought, and what the chain made of it. */
export async function readPartnerTotals({ db }: { db: Reader }, partnerId: number): Promise<PartnerTotals> {
  const [totals] = await listPartnerTotals(db, partnerId)
  assert(totals !== undefined, 'a partner whose key was accepted exists')
  return totals
}
