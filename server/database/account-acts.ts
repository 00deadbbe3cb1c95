import { listEndedCalls, type EndedCall } from './ended-calls.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { AccountActModel } from './generated/models.ts'
import { theRow, type Narrow } from './engine/row.ts'
import { lockRow } from './engine/lock-row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import { columnList, type NewRow } from './engine/tables.ts'

/** What can be done to an account. */
export type AccountActKind =
  'freeze' | 'unfreeze' | 'move' | 'announce_recovery' | 'refuse_recovery' | 'cancel_recovery' | 'complete_recovery'

/** What a member, or the operator for them, does to an account on chain. */
export type AccountAct = Narrow<
  AccountActModel,
  { kind: AccountActKind; state: 'requested' | 'done' | 'failed' | 'folded' }
>

/** An act that was not taken back before it was sent. */
export type LastingAct = AccountAct & { readonly state: Exclude<AccountAct['state'], 'folded'> }

declare module './engine/tables.ts' {
  interface Rows {
    account_act: AccountAct
  }
}

/** Stores what is to be done to an account, beside its call. */
export async function insertAccountAct(tx: Transaction, act: NewRow<'account_act'>): Promise<AccountAct> {
  return theRow(await insertNewRows(tx, 'account_act', [act], `the act ${act.id} is new`))
}

/** Stores an act that this transaction has locked. */
export async function saveAccountAct(tx: Transaction, act: AccountAct): Promise<void> {
  await saveRows(tx, 'account_act', [act])
}

/** Locks an act until the transaction ends; null while another transaction has it. */
export async function lockAccountAct(tx: Transaction, id: string): Promise<AccountAct | null> {
  return lockRow(tx, 'account_act', id)
}

/** Requested acts whose call is final or has failed. */
export async function listActsToSettle(reader: Reader, rowsMax: number): Promise<EndedCall[]> {
  return listEndedCalls(reader, { table: 'account_act', state: 'requested', rowsMax })
}

/** An act, and the data of its call. */
export interface ActWithCall extends AccountAct {
  readonly callData: string
}

/** The acts of an account of these kinds and in these states, newest first, with the data of their calls. */
export async function listActsOfAccount(
  reader: Reader,
  {
    account,
    kinds,
    states,
  }: { account: string; kinds: readonly AccountActKind[]; states: readonly AccountAct['state'][] },
): Promise<ActWithCall[]> {
  return reader.$queryRawUnsafe<ActWithCall[]>(
    `select ${columnList('account_act', 'a')}, c.data as "callData" from account_act a join call c on c.id = a.call_id
     where a.account = $1 and a.kind = any($2::text[]) and a.state = any($3::text[]) order by a.seq desc limit 100`,
    account,
    [...kinds],
    [...states],
  )
}

/** The newest acts of a member, whatever became of them; those that were taken back before they were sent never were. */
export async function listActsOfMember(
  reader: Reader,
  { memberId, kinds, rowsMax }: { memberId: string; kinds: readonly AccountActKind[]; rowsMax: number },
): Promise<LastingAct[]> {
  return (await reader.accountAct.findMany({
    where: { memberId, kind: { in: [...kinds] }, state: { not: 'folded' } },
    orderBy: { seq: 'desc' },
    take: rowsMax,
  })) as LastingAct[]
}

/** The acts of these ids, in no order. */
export async function listAccountActsByIds(reader: Reader, ids: readonly string[]): Promise<AccountAct[]> {
  if (ids.length === 0) return []
  return (await reader.accountAct.findMany({ where: { id: { in: [...ids] } } })) as AccountAct[]
}

/** Whether an account is on its way to an address: by an act that is not settled, or by a move or recovery that waits. */
export async function isAccountAwaited(reader: Reader, account: string): Promise<boolean> {
  const rows = await reader.$queryRaw<{ awaited: boolean }[]>`
    select exists (
      select from account_act a where a.to_account = ${account} and a.state = 'requested'
    ) or exists (
      select from move_request r where r.to_account = ${account} and r.state = 'waiting'
    ) or exists (
      select from account_event e where e.to_account = ${account} and e.kind = 'recovery_announced' and not exists (
        select from account_event later where later.account = e.account
          and later.kind in ('recovery_announced', 'recovery_refused', 'recovery_completed', 'moved')
          and (later.block_number, later.log_index) > (e.block_number, e.log_index)
      )
    ) as awaited`
  return rows[0]?.awaited === true
}
