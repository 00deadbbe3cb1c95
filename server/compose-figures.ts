import { createFlowMemory, type ReadMonthFlows } from './actions/figures/flow-memory.ts'
import { createSumsMemory, type ReadLedgerSums } from './actions/figures/sums-memory.ts'
import type { Reader } from './database/engine/client.ts'
import type { Clock } from './domain/environment.ts'
import type { EpochScale } from './domain/lots.ts'

interface FiguresMemoryDeps {
  readonly db: Reader
  readonly clock: Clock
  readonly ledger: { readonly chainId: number; readonly epochScale: EpochScale }
}

/** What figures are handed besides what clearing is: what was read once is remembered by this process. */
export function figuresParts(deps: FiguresMemoryDeps): {
  readonly readMonthFlows: ReadMonthFlows
  readonly readLedgerSums: ReadLedgerSums
} {
  return { readMonthFlows: createFlowMemory(deps), readLedgerSums: createSumsMemory(deps) }
}
