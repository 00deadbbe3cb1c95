import type { Reader } from '../../database/engine/client.ts'
import { listPartnerTotals, type PartnerTotals } from '../../database/ledger-totals.ts'
import { type RedemptionSums, sumRedemptionsOfPartner } from '../../database/redemption-totals.ts'
import { assert } from '../../domain/assert.ts'
import type { Period } from '../../domain/pages.ts'

/** Reads what a partner's tills brought in a period, and what the chain made of it. */
export async function readPartnerTotals(
  { db }: { db: Reader },
  { partnerId, ...period }: Period & { partnerId: number },
): Promise<PartnerTotals & RedemptionSums> {
  const [totals] = await listPartnerTotals(db, partnerId, period)
  assert(totals !== undefined, 'a partner whose key was accepted exists')
  return { ...totals, ...(await sumRedemptionsOfPartner(db, { partnerId, ...period })) }
}
