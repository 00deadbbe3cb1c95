import type { LineKind, StatementLine } from '../domain/clearing/statement.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { ClearingStatementModel, StatementPaymentModel } from './generated/models.ts'
import { queryRows } from './engine/query-rows.ts'
import { insertRows, insertWholeRow } from './engine/save-rows.ts'

/** A partner's month as it was signed. */
export type StoredStatement = Readonly<ClearingStatementModel>

/** That a statement was paid. */
export type StatementPayment = Readonly<StatementPaymentModel>

declare module './engine/tables.ts' {
  interface Rows {
    clearing_statement: StoredStatement
    statement_payment: StatementPayment
  }
}

/** A statement in a list: what it comes to, and whether it was paid. */
export interface StatementSummary extends Omit<StoredStatement, 'document' | 'signature'> {
  readonly payment: StatementPayment | null
}

/** Stores a statement, unless the partner has one of that month: then nothing changes. */
export async function insertStatement(tx: Transaction, statement: StoredStatement): Promise<boolean> {
  return insertWholeRow(tx, 'clearing_statement', statement)
}

/** A partner's statement of a month (months since 1970-01, UTC); null while there is none. */
export async function findStatement(reader: Reader, partnerId: number, month: number): Promise<StoredStatement | null> {
  return reader.clearingStatement.findUnique({ where: { partnerId_month: { partnerId, month } } })
}

/** The partners that have a statement of a month. */
export async function listStatementPartners(reader: Reader, month: number): Promise<ReadonlySet<number>> {
  const rows = await reader.clearingStatement.findMany({ where: { month }, select: { partnerId: true } })
  return new Set(rows.map(({ partnerId }) => partnerId))
}

/** A partner's statements of months before one (null: of all), the newest first, without their documents. */
export async function listStatements(
  reader: Reader,
  { partnerId, beforeMonth, rowsMax }: { partnerId: number; beforeMonth: number | null; rowsMax: number },
): Promise<StatementSummary[]> {
  const rows = await reader.$queryRaw<SummaryRow[]>`
    select s.partner_id as "partnerId", s.month, s.number, s.signer, s.payable_minor as "payableMinor",
      s.currency, s.due_currency as "dueCurrency", s.due_minor as "dueMinor",
      s.position_minor as "positionMinor", s.issued_at as "issuedAt",
      p.reference as paid, p.recorded_at as "paidAt"
    from clearing_statement s left join statement_payment p on p.partner_id = s.partner_id and p.month = s.month
    where s.partner_id = ${partnerId} and (${beforeMonth}::int is null or s.month < ${beforeMonth})
    order by s.month desc limit ${rowsMax}`
  return rows.map(({ paid, paidAt, ...row }) => ({
    ...row,
    payment:
      paid === null || paidAt === null
        ? null
        : { partnerId: row.partnerId, month: row.month, reference: paid, recordedAt: paidAt },
  }))
}

type SummaryRow = Omit<StatementSummary, 'payment'> & { paid: string | null; paidAt: Date | null }

/** The same of one month; null while there is none. */
export async function findStatementSummary(
  reader: Reader,
  partnerId: number,
  month: number,
): Promise<StatementSummary | null> {
  const [newest] = await listStatements(reader, { partnerId, beforeMonth: month + 1, rowsMax: 1 })
  return newest?.month === month ? newest : null
}

/** Notes that a statement was paid, unless it was before: then nothing changes. */
export async function insertStatementPayment(tx: Transaction, payment: StatementPayment): Promise<boolean> {
  return (await insertRows(tx, 'statement_payment', [payment])).length === 1
}

/** That a statement was paid; null while it was not. */
export async function findStatementPayment(
  reader: Reader,
  partnerId: number,
  month: number,
): Promise<StatementPayment | null> {
  return reader.statementPayment.findUnique({ where: { partnerId_month: { partnerId, month } } })
}

/** What is open of a partner's statements of the months before one. */
export async function sumOpenStatements(reader: Reader, partnerId: number, month: number): Promise<bigint> {
  const rows = await reader.$queryRaw<{ open: bigint }[]>`
    select coalesce(sum(s.payable_minor), 0)::bigint as open from clearing_statement s
    where s.partner_id = ${partnerId} and s.month < ${month}
      and not exists (select from statement_payment p where p.partner_id = s.partner_id and p.month = s.month)`
  return rows[0]?.open ?? 0n
}

/** The last month that a partner has a statement of; null where it has none. */
export async function findLastStatementMonth(reader: Reader, partnerId: number): Promise<number | null> {
  const last = await reader.clearingStatement.findFirst({
    where: { partnerId },
    orderBy: { month: 'desc' },
    select: { month: true },
  })
  return last?.month ?? null
}

/** The newest month of which any partner has a statement; null before the first. */
export async function findNewestStatementMonth(reader: Reader): Promise<number | null> {
  const newest = await reader.clearingStatement.aggregate({ _max: { month: true } })
  return newest._max.month
}

/** A payment that Clearing has not settled, and what the operator's last mark there names. */
export interface UnsettledPayment extends StatementPayment {
  /** keccak256 of a reference; null before the first mark. */
  readonly marked: string | null
}

/** Recorded payments of statements whose position waits to be marked, newest month first. */
export async function listUnsettledPayments(reader: Reader, rowsMax: number): Promise<UnsettledPayment[]> {
  return reader.$queryRaw<UnsettledPayment[]>`
    select p.partner_id as "partnerId", p.month, p.reference, p.recorded_at as "recordedAt", mark.text_hash as marked
    from statement_payment p
      join clearing_event c on c.partner_id = p.partner_id and c.month = p.month and c.kind = 'position_closed' and c.minor <> '0'
      left join lateral (
        select text_hash from clearing_event m where m.partner_id = p.partner_id and m.month = p.month
          and m.kind = 'marked_by_operator' order by m.block_number desc, m.log_index desc limit 1
      ) mark on true
      left join lateral (
        select kind from clearing_event d where d.partner_id = p.partner_id and d.month = p.month
          and d.kind in ('settled', 'disputed', 'dispute_withdrawn', 'dispute_resolved')
        order by d.block_number desc, d.log_index desc limit 1
      ) state on true
    where coalesce(state.kind, '') not in ('settled', 'disputed')
    order by p.month desc, p.partner_id limit ${rowsMax}`
}

/**
 * The first month before a moment in which a partner has something and no statement; null where all is closed. A partner whose
 * statement waits for a rate holds up its own later months only.
 */
export async function findUnclosedMonth(reader: Reader, before: Date): Promise<number | null> {
  const rows = await reader.$queryRaw<{ month: number | null }[]>`
    with booked as (
      select partner_id, included_at from posted_batch where included_at < ${before} and credited + debited > 0
      union all
      select partner_id, included_at from redemption_event where included_at < ${before} and kind in ('redeemed', 'restored')
    ), months as (
      select distinct partner_id, (extract(year from included_at at time zone 'UTC')::int - 1970) * 12
        + extract(month from included_at at time zone 'UTC')::int - 1 as month from booked
    )
    select min(m.month) as month from months m
    where not exists (select from clearing_statement s where s.partner_id = m.partner_id and s.month = m.month)
      and not exists (
        select from statement_wait w where w.partner_id = m.partner_id and w.month <= m.month
          and not exists (select from clearing_statement s where s.partner_id = w.partner_id and s.month = w.month)
      )`
  return rows[0]?.month ?? null
}

/** Points that a partner's transactions of a month moved, by the counter that counted them. */
export type PointsByKind = Readonly<Record<LineKind, bigint>>

/** What the lines of a month add up to, by partner, by the events of blocks up to a final one. A partner without lines has no sums. */
export async function sumStatementLines(
  reader: Reader,
  { from, until }: { from: Date; until: Date },
  finalizedNumber: bigint,
): Promise<ReadonlyMap<number, PointsByKind>> {
  const rows = await reader.$queryRaw<(PointsByKind & { partnerId: number })[]>`
    select partner_id as "partnerId", sum(issued)::bigint as issued, sum(reversed)::bigint as reversed,
      sum(redeemed)::bigint as redeemed, sum(restored)::bigint as restored
    from (
      select partner_id, credited as issued, debited as reversed, 0 as redeemed, 0 as restored
      from posted_batch where included_at >= ${from} and included_at < ${until} and block_number <= ${finalizedNumber}
      union all
      select partner_id, 0, 0, case when kind = 'redeemed' then points else 0 end, case when kind = 'restored' then points else 0 end
      from redemption_event where included_at >= ${from} and included_at < ${until} and block_number <= ${finalizedNumber}
    ) booked group by partner_id order by partner_id`
  return new Map(rows.map(({ partnerId, ...points }) => [partnerId, points]))
}

const LINES_SQL = `
  with batches as (
    select credited, debited, block_number, log_index, transaction_hash, batch_hash from posted_batch
    where partner_id = $1::int and included_at >= $2::timestamptz and included_at < $3::timestamptz and block_number <= $4::bigint
  ), redemptions as (
    select kind, points, block_number, log_index, transaction_hash, order_hash from redemption_event
    where partner_id = $1::int and included_at >= $2::timestamptz and included_at < $3::timestamptz and block_number <= $4::bigint
  )
  select kind, points, block_number as "blockNumber", transaction_hash as "transactionHash", reference from (
    select 'issued' as kind, credited as points, block_number, log_index, transaction_hash, batch_hash as reference
    from batches where credited > 0
    union all
    select 'reversed', debited, block_number, log_index, transaction_hash, batch_hash from batches where debited > 0
    union all
    select 'redeemed', sum(points)::bigint, block_number, min(log_index), transaction_hash, null
    from redemptions where kind = 'redeemed' group by block_number, transaction_hash
    union all
    select 'restored', points, block_number, log_index, transaction_hash, order_hash from redemptions where kind = 'restored'
  ) line order by block_number, log_index, kind`

/** What each transaction of a month did to a partner's counters, by the events of blocks up to a final one, in the order of the chain. */
export async function listStatementLines(
  reader: Reader,
  partnerId: number,
  { from, until }: { from: Date; until: Date },
  finalizedNumber: bigint,
): Promise<StatementLine[]> {
  const rows = await queryRows<Omit<StatementLine, 'line'>>(reader, LINES_SQL, partnerId, from, until, finalizedNumber)
  return rows.map((row, at) => ({ line: at + 1, ...row }))
}

/** Points that returns took, in batches of a period, from purchases whose points were issued before it; as the returns asked. */
export async function sumLateReversals(
  reader: Reader,
  partnerId: number,
  { from, until }: { from: Date; until: Date },
): Promise<bigint> {
  const rows = await reader.$queryRaw<{ points: bigint }[]>`
    select coalesce(sum(a.points), 0)::bigint as points
    from posted_batch p join batch b on b.batch_hash = p.batch_hash
      join outbox_entry e on e.batch_id = b.id and e.kind = 'accrual_reversal'
      join return_allocation a on a.return_id = e.source_id
      join outbox_entry bought on bought.source_id = a.purchase_id and bought.kind = 'accrual'
      join batch earlier on earlier.id = bought.batch_id
      join posted_batch issued on issued.batch_hash = earlier.batch_hash
    where p.partner_id = ${partnerId} and p.included_at >= ${from} and p.included_at < ${until} and issued.included_at < ${from}`
  return rows[0]?.points ?? 0n
}
