import type { Reader, Transaction } from './engine/client.ts'
import type { ClearingStatementModel } from './generated/models.ts'
import { insertRows } from './engine/save-rows.ts'

/** A partner's month as it was signed. */
export type StoredStatement = Readonly<ClearingStatementModel>

declare module './engine/tables.ts' {
  interface Rows {
    clearing_statement: StoredStatement
  }
}

/** Stores a statement, unless the partner has one of that month: false, and nothing changed. */
export async function insertStatement(tx: Transaction, statement: StoredStatement): Promise<boolean> {
  return (await insertRows(tx, 'clearing_statement', [statement])).length === 1
}

/** A partner's statement of a month (months since 1970-01, UTC); null while there is none. */
export async function findStatement(reader: Reader, partnerId: number, month: number): Promise<StoredStatement | null> {
  return reader.clearingStatement.findUnique({ where: { partnerId_month: { partnerId, month } } })
}
