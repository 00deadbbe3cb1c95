import type { Reader, Transaction } from './engine/client.ts'
import type { RedeemRateModel } from './generated/models.ts'
import { insertNewRows } from './engine/save-rows.ts'

/** One version of what points are worth at a partner in a currency, as it is stored. */
export type StoredRedeemRate = Readonly<RedeemRateModel>

declare module './engine/tables.ts' {
  interface Rows {
    redeem_rate: StoredRedeemRate
  }
}

/** Stores the next version of a partner's rate. Versions are never changed. */
export async function insertRedeemRate(tx: Transaction, rate: StoredRedeemRate): Promise<void> {
  await insertNewRows(tx, 'redeem_rate', [rate], `partner ${rate.partnerId} has a version ${rate.version} of its rate`)
}

/** All versions of the rates of some partners, oldest first. A version is an operator's act, so they are few. */
export async function listRedeemRates(reader: Reader, partnerIds: readonly number[]): Promise<StoredRedeemRate[]> {
  return reader.redeemRate.findMany({
    where: { partnerId: { in: [...partnerIds] } },
    orderBy: [{ partnerId: 'asc' }, { version: 'asc' }],
  })
}
