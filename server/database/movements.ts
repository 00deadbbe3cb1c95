import type { Reader } from './engine/client.ts'
import type { MovementModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'

/** One change of one lot of one account. */
export type Movement = Narrow<
  MovementModel,
  {
    kind: 'accrual' | 'accrual_reversal' | 'redemption' | 'redemption_reversal' | 'expiry' | 'account_move'
  }
>

declare module './engine/tables.ts' {
  interface Rows {
    movement: Movement
  }
}

/** What an account has left of one epoch's points. */
export interface AccountLot {
  account: string
  epoch: number
  points: bigint
}

/** An account and its unexpired points. */
export interface Holder {
  account: string
  points: bigint
}

/** The lots of these accounts that are not empty, expired ones that were never logged as such included. */
export async function listLots(reader: Reader, accounts: readonly string[]): Promise<AccountLot[]> {
  if (accounts.length === 0) return []
  return reader.$queryRaw<AccountLot[]>`
    select account, epoch, sum(points)::bigint as points from movement
    where account in (select json_array_elements_text(${JSON.stringify(accounts)}::json))
    group by account, epoch having sum(points) <> 0`
}

/** The same, by final blocks only. */
export async function listFinalLots(
  reader: Reader,
  accounts: readonly string[],
  finalizedNumber: bigint,
): Promise<AccountLot[]> {
  if (accounts.length === 0) return []
  return reader.$queryRaw<AccountLot[]>`
    select account, epoch, sum(points)::bigint as points from movement
    where account in (select json_array_elements_text(${JSON.stringify(accounts)}::json))
      and block_number <= ${finalizedNumber}
    group by account, epoch having sum(points) <> 0`
}

/** The points of all accounts together that belong to `firstEpoch` or a later one. */
export async function sumPointsFrom(reader: Reader, firstEpoch: number): Promise<bigint> {
  const rows = await reader.$queryRaw<{ points: bigint }[]>`
    select coalesce(sum(points), 0)::bigint as points from movement where epoch >= ${firstEpoch}`
  return rows[0]?.points ?? 0n
}

/** Accounts that ever had points, in an order that `seed` decides, with what they have of `firstEpoch` and later. */
export async function listHolders(
  reader: Reader,
  { firstEpoch, seed, rowsMax }: { firstEpoch: number; seed: string; rowsMax: number },
): Promise<Holder[]> {
  return reader.$queryRaw<Holder[]>`
    select account, coalesce(sum(points) filter (where epoch >= ${firstEpoch}), 0)::bigint as points
    from movement group by account order by md5(account || ${seed}) limit ${rowsMax}`
}

/** Those of these accounts that were ever credited: their slot is not empty, so crediting them is cheap. */
export async function listKnownHolders(reader: Reader, accounts: readonly string[]): Promise<Set<string>> {
  const rows = await reader.$queryRaw<{ account: string }[]>`
    select account from (select distinct json_array_elements_text(${JSON.stringify(accounts)}::json) as account) asked
    where exists (select from movement where movement.account = asked.account)`
  return new Set(rows.map((row) => row.account))
}
