import type { Clock } from '../../domain/environment.ts'

import type { EmbeddedChain } from './embedded-chain.ts'

/** An idle chain grows by so little that years of it fit in a state file; epochs still pass on time. */
export const IDLE_BLOCK_EVERY_MS = 600_000

export interface BlockProducer {
  chain: Pick<EmbeddedChain, 'mine' | 'pendingCount'>
  clock: Clock
  /** Something is open or not final yet, so a block a second is worth it. */
  hasWork: () => Promise<boolean>
}

/** One look of the embedded chain's miner: mines one block if somebody waits for it, or if none came for ten minutes. */
export function makeBlockProducer({ chain, clock, hasWork }: BlockProducer): () => Promise<boolean> {
  let minedAt = clock.now().getTime()
  return async () => {
    const isDue = clock.now().getTime() - minedAt >= IDLE_BLOCK_EVERY_MS
    if (!isDue && (await chain.pendingCount()) === 0 && !(await hasWork())) return false
    await chain.mine()
    minedAt = clock.now().getTime()
    return true
  }
}
