import type { ChainLog } from '../chain/read-logs.ts'
import type { TransactionReceipt } from '../chain/read-receipts.ts'
import type { LotsByAccount } from './move-lots.ts'

/** What must be known of one block before it can be applied: all of it was read at that block's hash. */
export interface BlockFacts {
  number: bigint
  hash: string
  timestamp: Date
  /** The contract's own number of the epoch that the block is in. */
  epoch: number
  /** In the order of the block. */
  logs: readonly ChainLog[]
  /** Points per account and epoch before this block. */
  lots: LotsByAccount
  /** Entry that each partner's next batch must begin with, by the batches applied so far. */
  nextEntryApplied: ReadonlyMap<number, bigint>
  /** The same, by the contract's own state at this block. */
  nextEntryOnChain: ReadonlyMap<number, bigint>
  /** Of the transactions that posted batches. */
  receipts: ReadonlyMap<string, TransactionReceipt>
  seenAt: Date
}
