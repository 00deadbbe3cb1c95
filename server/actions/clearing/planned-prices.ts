import type { Reader } from '../../database/engine/client.ts'
import { listPricePlans, listSetPrices } from '../../database/price-plans.ts'
import type { IssuePrice } from '../../domain/clearing/prepaid.ts'
import { monthOf } from '../../domain/utc-days.ts'

/** A partner's issue prices as they will be if all that can still be carried out is: the newest of each month last. */
export async function listPlannedPrices(reader: Reader, partnerId: number, now: Date): Promise<IssuePrice[]> {
  const plans = await listPricePlans(reader, partnerId)
  const open = plans.filter(({ month }) => month >= monthOf(now))
  return [...(await listSetPrices(reader, partnerId)), ...open]
}
