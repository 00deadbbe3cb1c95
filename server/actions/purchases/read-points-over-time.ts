import type { HistoryDeps } from './read-history.ts'
import { listAccountsOfMember, listDatedMovements } from '../../database/member-history.ts'
import { pointsOverTime } from '../../domain/points-over-time.ts'
import { readLedgerTime } from '../members/find-member.ts'

/** Reads a member's confirmed points at the end of each of the last days; the last point is now, and is the balance. */
export async function readPointsOverTime(
  deps: HistoryDeps,
  { memberId, days }: { memberId: string; days: number },
): Promise<{ readonly date: string; readonly points: bigint }[]> {
  const { db, clock, ledger } = deps
  const { asOf } = await readLedgerTime(deps)
  const movements = await listDatedMovements(db, await listAccountsOfMember(db, memberId))
  return pointsOverTime(movements, { now: clock.now(), asOf, days, scale: ledger.epochScale })
}
