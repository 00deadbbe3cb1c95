import type { Reader, Transaction } from './engine/client.ts'
import type { SettlementCurrencyModel } from './generated/models.ts'
import { insertNewRows } from './engine/save-rows.ts'
import type { NewRow } from './engine/tables.ts'

/** In which currency a partner settles from a month on, as it is stored. */
export type StoredSettlementCurrency = Readonly<SettlementCurrencyModel>

declare module './engine/tables.ts' {
  interface Rows {
    settlement_currency: StoredSettlementCurrency
  }
}

/** Stores a version behind those that are there. Versions are never changed. */
export async function insertSettlementCurrency(
  tx: Transaction,
  version: NewRow<'settlement_currency'>,
): Promise<StoredSettlementCurrency> {
  const [row] = await insertNewRows(tx, 'settlement_currency', [version], 'a version has an id of its own')
  return row as StoredSettlementCurrency
}

/** All versions of a partner, oldest first. Each is an operator's act, so they are few. */
export async function listSettlementCurrencies(reader: Reader, partnerId: number): Promise<StoredSettlementCurrency[]> {
  return reader.settlementCurrency.findMany({ where: { partnerId }, orderBy: { seq: 'asc' } })
}
