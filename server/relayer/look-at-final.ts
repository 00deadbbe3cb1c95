import { findChainCursor } from '../database/chain-cursor.ts'
import { type Relayer } from './relayer.ts'

/** The final blocks that a step has not looked at yet. */
export interface FinalLook {
  readonly aboveBlock: bigint
  readonly finalizedNumber: bigint
  /** Remembers that all that is applied of them was looked at. */
  readonly done: () => void
}

/** Remembers, for as long as the process lives, up to which final block a step has looked at everything. Null before the first block. */
export function makeFinalLook(): (relayer: Relayer) => Promise<FinalLook | null> {
  let lookedAt = -1n
  return async ({ database, chain }) => {
    const cursor = await findChainCursor(database, chain.chainId)
    if (cursor === null) return null
    const { finalizedNumber, processedNumber } = cursor
    return {
      // Projections that are built anew go back below what was looked at.
      aboveBlock: finalizedNumber < lookedAt ? finalizedNumber : lookedAt,
      finalizedNumber,
      done: () => {
        lookedAt = finalizedNumber < processedNumber ? finalizedNumber : processedNumber
      },
    }
  }
}
