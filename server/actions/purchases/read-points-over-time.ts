import type { HistoryDeps } from './read-history.ts'
import { listAccountsOfMember, listDatedMovements } from '../../database/member-history.ts'
import { pointsOverTime } from '../../domain/points-over-time.ts'

/** Reads a member's confirmed points at the end of each of the last days. */
export async function readPointsOverTime(
  { db, clock, ledger }: HistoryDeps,
  { memberId, days }: { memberId: string; days: number },
): Promise<{ readonly date: string; readonly points: bigint }[]> {
  const movements = await listDatedMovements(db, await listAccountsOfMember(db, memberId))
  return pointsOverTime(movements, { now: clock.now(), days, scale: ledger.epochScale })
}
