import { assert } from '../domain/assert.ts'
import type { Call } from './calls.ts'
import type { Reader, Transaction } from './engine/client.ts'
import { theRow } from './engine/row.ts'
import { insertRows } from './engine/save-rows.ts'
import type { SweepModel } from './generated/models.ts'

/** A call that has the ledger log the expired points of some accounts. */
export type Sweep = Readonly<SweepModel>

declare module './engine/tables.ts' {
  interface Rows {
    sweep: Sweep
  }
}

// Any number: it must only be the same in every process of Entente.
const FORMING_LOCK = 7_020_260_226n

/** Makes this transaction the only one that forms sweeps until it ends; false while another one is. */
export async function lockSweeps(tx: Transaction): Promise<boolean> {
  const rows = await tx.$queryRaw<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${FORMING_LOCK}) as taken`
  return theRow(rows).taken
}

/** Stores a new sweep, in the transaction that stores its call. */
export async function insertSweep(tx: Transaction, sweep: Sweep): Promise<void> {
  const inserted = await insertRows(tx, 'sweep', [sweep])
  assert(inserted.length === 1, `the call ${sweep.callId} has a sweep`)
}

/** When the newest sweep was formed, and what became of its call; null before the first. */
export async function findNewestSweep(reader: Reader): Promise<{ formedAt: Date; callState: Call['state'] } | null> {
  const rows = await reader.$queryRaw<{ formedAt: Date; callState: Call['state'] }[]>`
    select s.formed_at as "formedAt", c.state as "callState" from sweep s join call c on c.id = s.call_id
    order by c.seq desc limit 1`
  return rows[0] ?? null
}

/** Whether a sweep is not final yet, and could still fail. */
export async function hasUnsettledSweeps(reader: Reader): Promise<boolean> {
  const where = { kind: 'sweep', state: { in: ['open', 'bound', 'included'] } }
  return (await reader.call.count({ where })) > 0
}

/** The accounts of all sweeps that were formed since a moment, each as often as it was in one. */
export async function countSweptSince(reader: Reader, since: Date): Promise<number> {
  const rows = await reader.$queryRaw<{ accounts: number }[]>`
    select coalesce(sum(cardinality(accounts)), 0)::int as accounts from sweep where formed_at >= ${since}`
  return theRow(rows).accounts
}

/**
 * Accounts with points of `newestDead` or an older epoch whose expiry the ledger has not logged, and which no sweep of the
 * present epoch has, unless it failed: those that expired first come first. NOTE: it reads every movement of those epochs.
 */
export async function listExpiredAccounts(
  reader: Reader,
  { newestDead, epoch, rowsMax }: { newestDead: number; epoch: number; rowsMax: number },
): Promise<string[]> {
  const rows = await reader.$queryRaw<{ account: string }[]>`
    select account from (
      select account, epoch from movement where epoch <= ${newestDead} group by account, epoch having sum(points) <> 0
    ) dead
    where account not in (
      select unnest(s.accounts) from sweep s join call c on c.id = s.call_id
      where s.epoch = ${epoch} and c.state <> 'failed'
    )
    group by account order by min(epoch), account limit ${rowsMax}`
  return rows.map(({ account }) => account)
}
