import type { Registry } from 'prom-client'

import type { OpenedChain } from './chain/open-chain.ts'
import type { OpenedKeys } from './chain/open-keys.ts'
import type { Config, Secrets } from './config/config.ts'
import type { Database } from './database/engine/client.ts'
import type { Clock, Ids, Randomness } from './domain/environment.ts'
import type { Loop, Rest } from './loop.ts'
import type { Logger } from './observability/logger.ts'
import type { Traces } from './observability/traces.ts'
import type { ToldTime } from './told-time.ts'

/** What a server is made of besides its config; tests hand in their own. */
export interface Environment {
  clock: Clock
  ids: Ids
  randomness: Randomness
}

/** The parts, once they are open: what the loops and the API are wired from. */
export interface Parts extends Environment {
  config: Config
  secrets: Secrets
  passphrase: string
  lookupKey: Uint8Array
  keys: OpenedKeys
  opened: OpenedChain
  database: Database
  /** Of a server that is alone with its database and its chain; else null. */
  rest: Rest | null
  /** Where somebody tells the time at first; else null. */
  told: ToldTime | null
  logger: Logger
  metrics: Registry
  /** Null where nothing is traced. */
  traces: Traces | null
  /** Names this process among those that share the database. */
  processName: string
  fail: (failure: Error) => void
  /** The loops that run in this process, by the name of their step: how one wakes another. */
  loops: Map<string, Loop>
}
