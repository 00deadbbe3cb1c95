import type { Blocks } from './anvil.ts'
import type { Load } from './load.ts'

/** The systems, by what they are called in the results. */
export const SYSTEMS = ['postgres', 'embedded', 'loop', 'pipelined', 'batches', 'alto'] as const
export type System = (typeof SYSTEMS)[number]

/** One purchase in each request, or many. */
export type LoadName = 'one' | 'bulk'

/** What one process measures. */
export interface RoundPlan {
  readonly system: System
  readonly blocks: Blocks
  /** Loads that are measured one after the other. */
  readonly loads: readonly Load[]
  /** About how long each load should last. */
  readonly seconds: number
  readonly partners: number
  readonly members: number
  /** A PostgreSQL server where databases can be made. */
  readonly server: string | null
  /** Where Alto was installed. */
  readonly altoFolder: string | null
}

const ONE = { name: 'one', bulk: 1, connections: 64 } as const
const BULK = { name: 'bulk', bulk: 200, connections: 8 } as const

/** The loads that a system takes. One that awaits each receipt serves one at a time, and a user operation has one mint. */
export function loadsOf(system: System): readonly (Load & { readonly name: LoadName })[] {
  if (system === 'loop') return [{ ...ONE, connections: 1 }]
  return system === 'pipelined' || system === 'alto' ? [ONE] : [ONE, BULK]
}
