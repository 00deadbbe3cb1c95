import { ChainError } from '../chain/chain-error.ts'
import { type BlockHash, readEpochAt } from '../chain/read-ledger-at.ts'
import { sweepCall } from '../chain/sweep-call.ts'
import { insertOpenCall } from '../database/calls.ts'
import type { Transaction } from '../database/engine/client.ts'
import {
  countSweptSince,
  findNewestSweep,
  hasUnsettledSweeps,
  insertSweep,
  listExpiredAccounts,
  lockSweeps,
} from '../database/sweeps.ts'
import { newestDeadEpoch } from '../domain/lots.ts'
import { dayOf, daySpan } from '../domain/utc-days.ts'
import { type Relayer } from './relayer.ts'
import { findUpToDateCursor } from './up-to-date.ts'

/**
 * Makes the step that has the ledger log the points that expired: it forms a call for the next accounts that nothing has
 * touched since, one call at a time and within the day's budget. Which accounts those are is looked up in the movements;
 * only that an epoch has none left is remembered, because that look is a long one.
 */
export function makeFormSweep(): (relayer: Relayer) => Promise<boolean> {
  let sweptEpoch: number | null = null
  return async (relayer) => {
    if (relayer.limits.sweepAccountsPerDayMax === 0) return false
    const cursor = await findUpToDateCursor(relayer)
    if (cursor === null) return false
    // By the newest applied block: everything that was earned in an older epoch is known then.
    const epoch = await findEpochAt(relayer, cursor.processedHash as BlockHash)
    if (epoch === null || epoch === sweptEpoch) return false
    const outcome = await relayer.database.transaction((tx) => formSweep(relayer, tx, epoch))
    if (outcome === 'nothing_left') sweptEpoch = epoch
    if (typeof outcome === 'string') return false
    relayer.report({ name: 'sweep_formed', ...outcome })
    return true
  }
}

/** Null while no endpoint can say: after a reorg that is not followed yet, or where a node lies. The next look asks again. */
async function findEpochAt({ chain }: Relayer, blockHash: BlockHash): Promise<number | null> {
  try {
    return await readEpochAt(chain, blockHash)
  } catch (error) {
    if (error instanceof ChainError) return null
    throw error
  }
}

type Outcome = { callId: string; accounts: number } | 'waits' | 'nothing_left'

async function formSweep(relayer: Relayer, tx: Transaction, epoch: number): Promise<Outcome> {
  if (!(await lockSweeps(tx)) || (await isTooEarly(relayer, tx))) return 'waits'
  const { sweepAccountsMax, sweepAccountsPerDayMax } = relayer.limits
  const formedAt = relayer.clock.now()
  const left = sweepAccountsPerDayMax - (await countSweptSince(tx, daySpan(dayOf(formedAt)).from))
  if (left <= 0) return 'waits'
  const rowsMax = Math.min(left, sweepAccountsMax)
  const accounts = await listExpiredAccounts(tx, { newestDead: newestDeadEpoch(epoch), epoch, rowsMax })
  // One that is not final can still fail, and its accounts are due again then.
  if (accounts.length === 0) return (await hasUnsettledSweeps(tx)) ? 'waits' : 'nothing_left'
  const call = { kind: 'sweep', name: 'sweep', partnerId: null, ...sweepCall(relayer.chain, accounts) } as const
  const { id: callId } = await insertOpenCall(tx, { id: relayer.ids.next(), ...call, createdAt: formedAt })
  await insertSweep(tx, { callId, epoch, accounts, formedAt })
  return { callId, accounts: accounts.length }
}

/** While a sweep is on its way, or the last one has just failed. */
async function isTooEarly({ limits, clock }: Relayer, tx: Transaction): Promise<boolean> {
  const newest = await findNewestSweep(tx)
  if (newest?.callState === 'open' || newest?.callState === 'bound') return true
  return newest?.callState === 'failed' && clock.now().getTime() - newest.formedAt.getTime() < limits.retryMsMax
}
