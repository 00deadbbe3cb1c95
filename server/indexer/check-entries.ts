import { findBlock } from '../database/blocks.ts'
import { findChainCursor, type BlockName, type ChainCursor } from '../database/chain-cursor.ts'
import { findCallWithoutEvent } from '../database/hidden-calls.ts'
import { findClosingDifference, findPartnerDifference } from './compare-figures.ts'
import type { IndexerDeps } from './deps.ts'
import { BLOCKS_KEPT_BELOW_FINAL } from './follow-chain.ts'
import { rebuildProjections } from './rebuild-projections.ts'
import { rollBack } from './roll-back.ts'

/** What one look found. */
export type EntryCheck =
  | { kind: 'not_due' }
  | { kind: 'agrees' }
  /** A batch, a redemption or an act was kept from us: the blocks from `to` on are read again, or all of them where `to` is null. */
  | { kind: 'taken_back'; why: string; to: bigint | null }

/** Looks once whether a check is due, and makes it. */
export type CheckEntries = () => Promise<EntryCheck>

/** So many blocks may become final before the contracts are asked again; less than a full node keeps states of. */
export const FINAL_BLOCKS_PER_CHECK = 32n

/** A chain that went quiet is asked once more; and so long a difference waits before the blocks are read yet again. */
export const QUIET_MS = 30_000

interface Memory {
  /** The final block below which no batch is missing; null before the first check of this process. */
  agreed: BlockName | null
  finalized: bigint
  /** When the finalized block was last seen to move. */
  movedAt: number
  notBefore: number
}

/**
 * Notices a batch whose every log was hidden: nothing that is read later contradicts its absence until its partner's next
 * batch, which may never come, and by then it may be final. The contracts' numbers tell, as read at the newest applied
 * block: its state is the one that every node still has, and a number that is right there is right in the final block
 * below it too. What was applied since the last agreement is then read again, though it was called final.
 */
export function makeEntryCheck(deps: IndexerDeps): CheckEntries {
  const memory: Memory = { agreed: null, finalized: -1n, movedAt: 0, notBefore: 0 }
  return async () => {
    const cursor = await findChainCursor(deps.database, deps.chain.chainId)
    if (cursor?.leader !== deps.leader || cursor.haltedReason !== null) return { kind: 'not_due' }
    const now = deps.clock.now().getTime()
    if (!isDue(memory, cursor, now)) return { kind: 'not_due' }
    const above = memory.agreed?.number ?? cursor.finalizedNumber - BLOCKS_KEPT_BELOW_FINAL
    const why =
      (await findPartnerDifference(deps, cursor)) ??
      (await findClosingDifference(deps, cursor)) ??
      (await findHiddenCall(deps, cursor, above))
    const final = await findBlock(deps.database, cursor.finalizedNumber)
    // Another process went on meanwhile: what was compared belongs to two different moments.
    if ((await findChainCursor(deps.database, deps.chain.chainId))?.processedHash !== cursor.processedHash) {
      return { kind: 'not_due' }
    }
    if (why === null) {
      memory.agreed = final
      return { kind: 'agrees' }
    }
    const to = await takeBack(deps, cursor, memory.agreed)
    memory.notBefore = deps.clock.now().getTime() + QUIET_MS
    return to === 'not_leading' ? { kind: 'not_due' } : { kind: 'taken_back', why, to }
  }
}

/** What no figure tells: a freeze, a recovery, or a list of which nothing was burned. */
async function findHiddenCall({ database }: IndexerDeps, cursor: ChainCursor, above: bigint): Promise<string | null> {
  const hidden = await findCallWithoutEvent(database, { above, until: cursor.processedNumber })
  return hidden && `block ${hidden.blockNumber} includes our ${hidden.name}, and none of its events is known`
}

function isDue(memory: Memory, { finalizedNumber: finalized }: ChainCursor, now: number): boolean {
  if (finalized !== memory.finalized) Object.assign(memory, { finalized, movedAt: now })
  if (now < memory.notBefore) return false
  if (memory.agreed === null) return true
  const unchecked = finalized - memory.agreed.number
  return unchecked >= FINAL_BLOCKS_PER_CHECK || (unchecked > 0n && now - memory.movedAt >= QUIET_MS)
}

async function takeBack(deps: IndexerDeps, cursor: ChainCursor, agreed: BlockName | null) {
  const kept = agreed === null ? null : await findBlock(deps.database, agreed.number)
  if (kept === null || kept.hash !== agreed?.hash) {
    const { kind } = await rebuildProjections(deps)
    return kind === 'not_leading' ? kind : null
  }
  return (await rollBack(deps, cursor, kept)) ? kept.number : ('not_leading' as const)
}
