import type { ClearingEventKind } from '../domain/clearing/clearing-events.ts'
import type { PositionEvent } from '../domain/clearing/settlement.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { ClearingEventModel } from './generated/models.ts'
import { theRow, type Narrow } from './engine/row.ts'

/** One event of Clearing. */
export type ClearingEvent = Narrow<ClearingEventModel, { kind: ClearingEventKind }>

declare module './engine/tables.ts' {
  interface Rows {
    clearing_event: ClearingEvent
  }
}

/** The events about a partner's positions of these months, in the order of the chain. */
export async function listPositionEvents(
  reader: Reader,
  partnerId: number,
  months: readonly number[],
): Promise<(PositionEvent & { readonly month: number })[]> {
  const rows = await reader.clearingEvent.findMany({
    where: { partnerId, month: { in: [...months] } },
    orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
  })
  return rows.flatMap(({ month, kind, minor, textHash, includedAt }) =>
    month === null ? [] : [{ month, kind: kind as ClearingEventKind, minor, textHash, includedAt }],
  )
}

/** When Clearing closed each of these months, as far as it did. */
export async function listMonthClosings(reader: Reader, months: readonly number[]): Promise<Map<number, Date>> {
  const rows = await reader.clearingEvent.findMany({ where: { kind: 'month_closed', month: { in: [...months] } } })
  return new Map(rows.flatMap(({ month, includedAt }) => (month === null ? [] : [[month, includedAt] as const])))
}

/** The newest month that Clearing closed; null before the first. */
export async function findLastClosedMonth(reader: Reader): Promise<number | null> {
  const newest = await reader.clearingEvent.aggregate({ where: { kind: 'month_closed' }, _max: { month: true } })
  return newest._max.month
}

/** The highest number of a partner that Clearing was named; null before the first. */
export async function findLastExtended(reader: Reader): Promise<number | null> {
  const last = await reader.clearingEvent.aggregate({ where: { kind: 'partners_extended' }, _max: { partnerId: true } })
  return last._max.partnerId
}

// Any number: it must only be the same in every process of Entente.
const CLOSING_LOCK = 7_020_261_129n

/** Makes this transaction the only one that asks Clearing to close until it ends; false while another one is. */
export async function lockClosing(tx: Transaction): Promise<boolean> {
  const rows = await tx.$queryRaw<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${CLOSING_LOCK}) as taken`
  return theRow(rows).taken
}

/** A month that Clearing closed, as its events have it. */
export interface FollowedMonth {
  readonly pool: bigint
  readonly positions: number
  /** Of the events of its positions. */
  readonly positionsFollowed: number
  readonly sumOfNets: bigint
}

/** What is known of a month that Clearing closed; null of one that it did not. */
export async function findFollowedMonth(reader: Reader, month: number): Promise<FollowedMonth | null> {
  const closed = await reader.clearingEvent.findFirst({ where: { kind: 'month_closed', month } })
  if (closed === null) return null
  const rows = await reader.$queryRaw<{ positions: number; sum: string }[]>`
    select count(*)::int as positions, coalesce(sum(minor::numeric), 0)::text as sum
    from clearing_event where kind = 'position_closed' and month = ${month}`
  const { positions: positionsFollowed, sum } = theRow(rows)
  return {
    pool: BigInt(closed.minor ?? 0),
    positions: closed.positions ?? 0,
    positionsFollowed,
    sumOfNets: BigInt(sum),
  }
}

/** A position that is not what the partner's statement says. */
export interface PositionDifference {
  readonly partnerId: number
  readonly month: number
  /** In minor units; null where there is no position. */
  readonly onChain: string | null
  /** Null where the statement says that there is none, or where there is no statement. */
  readonly inStatement: string | null
}

/** What Clearing closed otherwise than the statements of its months say. A statement that waits for a rate says nothing yet. */
const DIFFERENCES = `
  select coalesce(s.partner_id, p.partner_id) as "partnerId", coalesce(s.month, p.month) as month,
    p.minor as "onChain", s.position_minor::text as "inStatement"
  from clearing_statement s full join (select * from clearing_event where kind = 'position_closed') p
    on p.partner_id = s.partner_id and p.month = s.month
  where p.minor is distinct from s.position_minor::text
    and case when p.month is null then exists (select from clearing_event c where c.kind = 'month_closed' and c.month = s.month)
        else s.month is not null or (exists (select from clearing_statement any_s where any_s.month >= p.month)
          and not exists (select from statement_wait w where w.partner_id = p.partner_id and w.month = p.month)) end`

/** Positions that differ from the statements, the oldest month first. */
export async function listPositionDifferences(reader: Reader, rowsMax: number): Promise<PositionDifference[]> {
  return reader.$queryRawUnsafe<PositionDifference[]>(`${DIFFERENCES} order by month, "partnerId" limit $1`, rowsMax)
}

/** How many positions differ from the statements. */
export async function countPositionDifferences(reader: Reader): Promise<number> {
  const rows = await reader.$queryRawUnsafe<{ count: number }[]>(
    `select count(*)::int as count from (${DIFFERENCES}) differing`,
  )
  return theRow(rows).count
}
