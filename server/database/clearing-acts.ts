import { type EndedCall, listEndedCalls } from './ended-calls.ts'
import { lockRow } from './engine/lock-row.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { Narrow } from './engine/row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import { columnList, type NewRow } from './engine/tables.ts'
import type { ClearingActModel } from './generated/models.ts'

/** What can be done to a position: by its partner, or (`resolution`) by the operator. */
export type ClearingActKind = 'confirmation' | 'dispute' | 'withdrawal' | 'resolution'

/** What a partner does to its position in Clearing, or the operator to a dispute. */
export type ClearingAct = Narrow<
  ClearingActModel,
  { kind: ClearingActKind; state: 'requested' | 'sent' | 'done' | 'failed' }
>

declare module './engine/tables.ts' {
  interface Rows {
    clearing_act: ClearingAct
  }
}

/** Stores a new act; the caller has locked the partner. */
export async function insertClearingAct(tx: Transaction, act: NewRow<'clearing_act'>): Promise<void> {
  await insertNewRows(tx, 'clearing_act', [act], `the act ${act.id} is new`)
}

/** Stores an act that this transaction has locked. */
export async function saveClearingAct(tx: Transaction, act: ClearingAct): Promise<void> {
  await saveRows(tx, 'clearing_act', [act])
}

/** Locks an act until the transaction ends; null while another transaction has it. */
export async function lockClearingAct(tx: Transaction, id: string): Promise<ClearingAct | null> {
  return lockRow(tx, 'clearing_act', id)
}

/** The newest acts on a partner's positions of these months, oldest first; a few of each month. */
export async function listActsOfPositions(
  reader: Reader,
  partnerId: number,
  months: readonly number[],
): Promise<ClearingAct[]> {
  return reader.$queryRawUnsafe<ClearingAct[]>(
    `select ${columnList('clearing_act', 'a')} from unnest($2::int[]) as asked(month) cross join lateral (
       select * from clearing_act of_month where of_month.partner_id = $1::int and of_month.month = asked.month
       order by of_month.seq desc limit 20
     ) a order by a.seq`,
    partnerId,
    [...months],
  )
}

/** Acts that wait for their signature or their call, and that nobody has tried since a moment, oldest first. */
export async function listActsToSend(
  reader: Reader,
  { triedBefore, rowsMax }: { triedBefore: Date; rowsMax: number },
): Promise<ClearingAct[]> {
  return (await reader.clearingAct.findMany({
    where: { state: 'requested', OR: [{ triedAt: null }, { triedAt: { lt: triedBefore } }] },
    orderBy: { seq: 'asc' },
    take: rowsMax,
  })) as ClearingAct[]
}

/** Acts whose call is final or has failed. */
export async function listClearingActsToSettle(reader: Reader, rowsMax: number): Promise<EndedCall[]> {
  return listEndedCalls(reader, { table: 'clearing_act', state: 'sent', rowsMax })
}

/** A position that is disputed, and what is known of why. */
export interface OpenDispute {
  readonly partnerId: number
  readonly month: number
  /** In minor units. */
  readonly minor: string
  readonly since: Date
  readonly reasonHash: string
  /** Null: it was disputed elsewhere. */
  readonly reason: string | null
}

/** Positions that are disputed, the longest first. */
export async function listOpenDisputes(reader: Reader, rowsMax: number): Promise<OpenDispute[]> {
  return reader.$queryRaw<OpenDispute[]>`
    select d.partner_id as "partnerId", d.month, p.minor, d.included_at as since, d.text_hash as "reasonHash",
      (select a.text from clearing_act a where a.partner_id = d.partner_id and a.month = d.month and a.kind = 'dispute'
        and a.text_hash = d.text_hash order by a.seq desc limit 1) as reason
    from clearing_event d
      join clearing_event p on p.partner_id = d.partner_id and p.month = d.month and p.kind = 'position_closed'
    where d.kind = 'disputed' and not exists (
      select from clearing_event e where e.partner_id = d.partner_id and e.month = d.month
        and e.kind in ('dispute_withdrawn', 'dispute_resolved')
        and (e.block_number, e.log_index) > (d.block_number, d.log_index)
    ) order by d.block_number, d.log_index limit ${rowsMax}`
}
