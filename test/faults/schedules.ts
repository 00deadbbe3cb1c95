import { runSideBySide } from '../simulation/run-side-by-side.ts'
import type { FaultRow } from './run-fault.ts'

/** The row of so many schedules of the simulation, from a seed on. */
export async function runSchedules({ schedules, seed }: { schedules: number; seed: number }): Promise<FaultRow> {
  const startedAt = performance.now()
  const reports = await runSideBySide(Array.from({ length: schedules }, (_, at) => seed + at))
  const sum = (name: string) => reports.reduce((total, { counts }) => total + (counts.get(name) ?? 0), 0)
  const failures = reports.flatMap(({ failure }) =>
    failure === null ? [] : [`SEED=${failure.seed}: ${failure.error.split('\n')[0] ?? ''}`],
  )
  return {
    name: 'simulated_schedules',
    what: 'Nineteen kinds of faults come in any order and number: crashes at any statement or request, lost answers, lags, hidden logs, reorgs, lost blocks, dear gas, jumps of the clock.',
    how: "Two servers' real code in one process over a database and a chain in memory; a seed decides the faults and the order of every statement and request.",
    database: 'in memory',
    runs: schedules,
    inFlight: sum('in flight at a death'),
    accepted: sum('accepted'),
    // A schedule ends at the first promise that does not hold, and says which.
    lost: 0,
    doubled: 0,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    failures,
  }
}
