import type { Reader, Transaction } from './engine/client.ts'
import { insertRows, insertWholeRow } from './engine/save-rows.ts'
import type { CharityPaymentModel, CharityStatementModel } from './generated/models.ts'

/** A charity's month as it was signed. */
export type StoredCharityStatement = Readonly<CharityStatementModel>

/** That a charity's statement was paid. */
export type CharityPayment = Readonly<CharityPaymentModel>

declare module './engine/tables.ts' {
  interface Rows {
    charity_statement: StoredCharityStatement
    charity_payment: CharityPayment
  }
}

/** A charity's statement in a list. */
export interface CharityStatementSummary extends Omit<StoredCharityStatement, 'document' | 'signature'> {
  readonly payment: CharityPayment | null
}

/** Locks a charity until the end of the transaction. False where there is none. */
export async function lockCharity(tx: Transaction, charityId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`select 1 from charity where id = ${charityId}::uuid for update`
  return rows.length > 0
}

/** Stores a statement, unless the charity has one of that month: then nothing changes. */
export async function insertCharityStatement(tx: Transaction, statement: StoredCharityStatement): Promise<boolean> {
  return insertWholeRow(tx, 'charity_statement', statement)
}

/** A charity's statement of a month (months since 1970-01, UTC); null while there is none. */
export async function findCharityStatement(
  reader: Reader,
  charityId: string,
  month: number,
): Promise<StoredCharityStatement | null> {
  return reader.charityStatement.findUnique({ where: { charityId_month: { charityId, month } } })
}

/** The charities that have a statement of a month. */
export async function listStatementCharities(reader: Reader, month: number): Promise<ReadonlySet<string>> {
  const rows = await reader.charityStatement.findMany({ where: { month }, select: { charityId: true } })
  return new Set(rows.map(({ charityId }) => charityId))
}

/** A charity's statements of months before one (null: of all), the newest first, without their documents. */
export async function listCharityStatements(
  reader: Reader,
  { charityId, beforeMonth, rowsMax }: { charityId: string; beforeMonth: number | null; rowsMax: number },
): Promise<CharityStatementSummary[]> {
  const rows = await reader.charityStatement.findMany({
    where: { charityId, ...(beforeMonth === null ? {} : { month: { lt: beforeMonth } }) },
    omit: { document: true, signature: true },
    orderBy: { month: 'desc' },
    take: rowsMax,
  })
  const paid = await reader.charityPayment.findMany({
    where: { charityId, month: { in: rows.map(({ month }) => month) } },
  })
  return rows.map((row) => ({ ...row, payment: paid.find(({ month }) => month === row.month) ?? null }))
}

/** Notes that a charity's statement was paid, unless it was before: then nothing changes. */
export async function insertCharityPayment(tx: Transaction, payment: CharityPayment): Promise<boolean> {
  return (await insertRows(tx, 'charity_payment', [payment])).length === 1
}

/** That a charity's statement was paid; null while it was not. */
export async function findCharityPayment(
  reader: Reader,
  charityId: string,
  month: number,
): Promise<CharityPayment | null> {
  return reader.charityPayment.findUnique({ where: { charityId_month: { charityId, month } } })
}

/** What is open of a charity's statements of the months before one. */
export async function sumOpenCharityStatements(reader: Reader, charityId: string, month: number): Promise<bigint> {
  const rows = await reader.$queryRaw<{ open: bigint }[]>`
    select coalesce(sum(s.payable_minor), 0)::bigint as open from charity_statement s
    where s.charity_id = ${charityId}::uuid and s.month < ${month}
      and not exists (select from charity_payment p where p.charity_id = s.charity_id and p.month = s.month)`
  return rows[0]?.open ?? 0n
}
