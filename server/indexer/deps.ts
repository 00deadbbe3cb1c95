import type { Chain } from '../chain/client.ts'
import type { Database } from '../database/engine/client.ts'
import type { Cell } from '../domain/cells.ts'
import type { Clock } from '../domain/environment.ts'

/** What the indexer needs. */
export interface IndexerDeps {
  database: Database
  chain: Chain
  clock: Clock
  /** Names this process among those that could follow the chain. */
  leader: string
  /** The newest block before the first of our contracts: nothing in it or below concerns us. */
  plannedAtBlock: bigint
  finality: Finality
  /** A partner of it that only the chain knows shows that the database is old; others belong to other cells. */
  cell: Cell
  /** So many newest blocks' states an endpoint must have to be believed; 32 unless said otherwise. */
  statesExpected?: bigint
}

/** How a block becomes final: the chain says so, or (where a chain has no such tag) it is so many blocks deep. */
export type Finality = { kind: 'tag' } | { kind: 'depth'; blocks: bigint }
