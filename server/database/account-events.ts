import type { Reader } from './engine/client.ts'
import type { AccountEventModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'

/** What can happen to an account on chain. */
export type AccountEventKind =
  'moved' | 'frozen' | 'unfrozen' | 'recovery_announced' | 'recovery_refused' | 'recovery_completed'

/** One event about a whole account. */
export type AccountEvent = Narrow<AccountEventModel, { kind: AccountEventKind; by: 'member' | 'operator' | null }>

declare module './engine/tables.ts' {
  interface Rows {
    account_event: AccountEvent
  }
}

/** Whether the account was moved to another address: then it is closed for ever. */
export async function isAccountClosed(reader: Reader, account: string): Promise<boolean> {
  return (await reader.accountEvent.count({ where: { account, kind: { in: ['moved', 'recovery_completed'] } } })) > 0
}

/** Whether redemption of the account is stopped on chain, by whomever. */
export async function isAccountFrozen(reader: Reader, account: string): Promise<boolean> {
  const newest = await reader.accountEvent.findFirst({
    where: { account, kind: { in: ['frozen', 'unfrozen'] } },
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
  })
  return newest?.kind === 'frozen'
}

/** The recovery of the account that waits on chain; null when there is none. */
export async function findOpenRecovery(
  reader: Reader,
  account: string,
): Promise<{ toAccount: string; readyAt: Date } | null> {
  const newest = await reader.accountEvent.findFirst({
    where: { account, kind: { in: ['recovery_announced', 'recovery_refused', 'recovery_completed', 'moved'] } },
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
  })
  if (newest?.kind !== 'recovery_announced' || newest.toAccount === null || newest.readyAt === null) return null
  return { toAccount: newest.toAccount, readyAt: newest.readyAt }
}

/**
 * Those of these accounts whose redemption is stopped on chain, by whomever. A freeze goes along when an account moves, so
 * what was said of the addresses that it had before counts too.
 */
export async function listFrozenAccounts(reader: Reader, accounts: readonly string[]): Promise<Set<string>> {
  const rows = await reader.$queryRaw<{ account: string }[]>`
    with recursive line as (
      select account as present, account from (select distinct json_array_elements_text(${JSON.stringify(accounts)}::json) as account) asked
      union select line.present, e.account from account_event e join line on e.to_account = line.account where e.kind = 'moved'
    ), newest as (
      select distinct on (line.present) line.present as account, e.kind from line
      join account_event e on e.account = line.account and e.kind in ('frozen', 'unfrozen')
      order by line.present, e.block_number desc, e.log_index desc
    )
    select account from newest where kind = 'frozen'`
  return new Set(rows.map(({ account }) => account))
}

/** Whether the account moved to that address, in a block up to a number. */
export async function hasMoved(
  reader: Reader,
  { account, toAccount, blockNumberMax }: { account: string; toAccount: string; blockNumberMax: bigint },
): Promise<boolean> {
  const where = { kind: 'moved', account, toAccount, blockNumber: { lte: blockNumberMax } }
  return (await reader.accountEvent.count({ where })) > 0
}

/** Moves in final blocks of accounts that members still have here, oldest first. */
export async function listMovesToFollow(
  reader: Reader,
  blockNumberMax: bigint,
  rowsMax: number,
): Promise<{ memberId: string; account: string; toAccount: string }[]> {
  return reader.$queryRaw<{ memberId: string; account: string; toAccount: string }[]>`
    select m.id as "memberId", e.account, e.to_account as "toAccount" from account_event e join member m on m.address = e.account
    where e.kind = 'moved' and e.block_number <= ${blockNumberMax}
      and not exists (select from member other where other.address = e.to_account)
    order by e.block_number, e.log_index limit ${rowsMax}`
}

/** Whether an address has ever had a part in the ledger: points, or an account that was moved to it or away. */
export async function isAccountUsed(reader: Reader, account: string): Promise<boolean> {
  if ((await reader.movement.count({ where: { account } })) > 0) return true
  const asNew = { toAccount: account, kind: { in: ['moved', 'recovery_completed'] } }
  return (await reader.accountEvent.count({ where: { OR: [{ account }, asNew] } })) > 0
}
