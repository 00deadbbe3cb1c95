import type { Reader, Transaction } from './engine/client.ts'
import type { StatementWaitModel } from './generated/models.ts'
import { insertRows } from './engine/save-rows.ts'

/** That a partner's statement of a month waits for a rate. */
export type StatementWait = Readonly<StatementWaitModel>

declare module './engine/tables.ts' {
  interface Rows {
    statement_wait: StatementWait
  }
}

/** Notes that statements wait. Those that are known to wait stay as they are. */
export async function insertStatementWaits(tx: Transaction, waits: readonly StatementWait[]): Promise<void> {
  await insertRows(tx, 'statement_wait', waits)
}

/** The statements that still wait, the oldest month first. */
export async function listStatementWaits(reader: Reader): Promise<StatementWait[]> {
  return reader.$queryRaw<StatementWait[]>`
    select w.partner_id as "partnerId", w.month, w.currency, w.noted_at as "notedAt" from statement_wait w
    where not exists (select from clearing_statement s where s.partner_id = w.partner_id and s.month = w.month)
    order by w.month, w.partner_id`
}

/** That a partner's statement of a month waits; null where it does not, or where it was made since. */
export async function findStatementWait(
  reader: Reader,
  partnerId: number,
  month: number,
): Promise<StatementWait | null> {
  return (await listStatementWaits(reader)).find((one) => one.partnerId === partnerId && one.month === month) ?? null
}

/** The newest month that was closed while a statement waited; null where none ever did. */
export async function findNewestWaitMonth(reader: Reader): Promise<number | null> {
  const newest = await reader.statementWait.aggregate({ _max: { month: true } })
  return newest._max.month
}
