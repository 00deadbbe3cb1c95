import type { PlannedPrices, SetPrices } from '../domain/clearing/prices.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { PricePlanModel } from './generated/models.ts'
import { insertNewRows } from './engine/save-rows.ts'
import type { NewRow } from './engine/tables.ts'

/** Prices of a partner that operators agreed on, as they are stored. */
export type PricePlan = Readonly<PricePlanModel> & PlannedPrices

declare module './engine/tables.ts' {
  interface Rows {
    price_plan: PricePlan
  }
}

/** Stores a plan behind those that are there. Plans are never changed. */
export async function insertPricePlan(tx: Transaction, plan: NewRow<'price_plan'>): Promise<void> {
  await insertNewRows(tx, 'price_plan', [plan], 'a plan has an id of its own')
}

/** All plans of a partner, oldest first. A plan is an operator's act, so they are few. */
export async function listPricePlans(reader: Reader, partnerId: number): Promise<PricePlan[]> {
  return reader.pricePlan.findMany({ where: { partnerId }, orderBy: { seq: 'asc' } })
}

/** All prices of a partner that the registry was given, by its events, oldest first. */
export async function listSetPrices(reader: Reader, partnerId: number): Promise<SetPrices[]> {
  const rows = await reader.partnerEvent.findMany({
    where: { partnerId, kind: 'prices' },
    orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
  })
  return rows.map(({ data, blockNumber, transactionHash }) => {
    const { month, issuePrice, redeemPrice } = data as { month: string; issuePrice: string; redeemPrice: string }
    return {
      month: Number(month),
      issueMicros: BigInt(issuePrice),
      redeemMicros: BigInt(redeemPrice),
      blockNumber,
      transactionHash,
    }
  })
}

/** Whether points of a partner were ever issued or redeemed, by what was applied. */
export async function hasBooked(reader: Reader, partnerId: number): Promise<boolean> {
  const rows = await reader.$queryRaw<{ booked: boolean }[]>`
    select exists (select from posted_batch where partner_id = ${partnerId})
      or exists (select from redemption_event where partner_id = ${partnerId} and kind <> 'refused') as booked`
  return rows[0]?.booked === true
}
