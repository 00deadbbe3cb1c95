import type { Database } from '../../server/database/engine/client.ts'
import { emptyTables } from '../support/database.ts'
import type { Fault } from './fault.ts'
import { type Lab, openLab, openLabChain } from './lab.ts'

/** A row of the table: what happened in all runs of a fault. */
export interface FaultRow {
  name: string
  what: string
  how: string
  database: string
  runs: number
  /** Accepted and not final at the moment of the fault, in all runs. */
  inFlight: number
  /** Purchases that were accepted, or orders captured, in all runs. */
  accepted: number
  lost: number
  doubled: number
  seconds: number
  /** What went wrong besides: a run that did not come to rest, or in which the fault did not strike. */
  failures: string[]
}

/** Where a fault runs, and how often. */
export interface FaultPlan {
  database: Database
  databaseName: string
  runs: number
  seed: number
  /** Asked before each run: whether there is time for it. */
  hasTime: () => boolean
  onRun: () => void
}

/** After some hundred blocks anvil loses the code of contracts in a deep reorg: so many runs share one node. */
const RUNS_OF_NODE = 5

/** Sells, works up to some point, injects a fault, comes to rest, and looks on the chain; as often as the plan says. */
export async function runFault(fault: Fault, plan: FaultPlan): Promise<FaultRow> {
  const startedAt = performance.now()
  const { name, what, how } = fault
  const row: FaultRow = {
    ...{ name, what, how, database: plan.databaseName, runs: 0, inFlight: 0, accepted: 0, lost: 0, doubled: 0 },
    ...{ seconds: 0, failures: [] },
  }
  while (row.runs < plan.runs && row.failures.length === 0 && plan.hasTime()) {
    const chain = await openLabChain()
    await emptyTables(plan.database)
    const lab = await openLab(chain, plan.database, plan.seed + row.runs)
    await runInLab(fault, plan, lab, row)
    const verdict = await lab.judge()
    row.accepted += verdict.orders
    row.lost += verdict.lost.length
    row.doubled += verdict.doubled.length
    await lab.close()
    await chain.close()
  }
  row.seconds = Math.round((performance.now() - startedAt) / 100) / 10
  return row
}

async function runInLab(fault: Fault, plan: FaultPlan, lab: Lab, row: FaultRow): Promise<void> {
  const until = Math.min(row.runs + RUNS_OF_NODE, plan.runs)
  try {
    while (row.runs < until && plan.hasTime()) {
      await lab.tills.sell(lab.random.whole(1, 3))
      if (lab.random.happens(0.5)) await lab.bindAndSend()
      if (lab.random.happens(0.5)) await lab.work(lab.random.whole(1, 2))
      await lab.tills.sell(lab.random.whole(1, 2))
      await fault.prepare?.(lab, row.runs)
      row.inFlight += await lab.countInFlight()
      await fault.strike(lab, row.runs)
      await lab.settle()
      row.runs += 1
      plan.onRun()
    }
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    row.failures.push(`run ${row.runs} of seed ${plan.seed}: ${told}`)
    // What is under way is not lost: whether it comes to its end is asked once more.
    await lab.settle().catch((later: unknown) => row.failures.push(`and afterwards: ${String(later)}`))
  }
}
