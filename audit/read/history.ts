import type { Address, Hex } from 'viem'

/** What is kept of a block's header. Numbers fit: a chain has fewer than 2^53 blocks and seconds. */
export interface Header {
  readonly number: number
  readonly hash: Hex
  readonly parentHash: Hex
  /** Unix seconds. */
  readonly timestamp: number
  readonly logsBloom: Hex
  /** The hash that the header's fields give; null where they are not those of Ethereum. */
  readonly computedHash: Hex | null
}

export interface RecordedLog {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
  /** Place in the block. */
  readonly index: number
}

/** A transaction that made logs of the coalition's contracts. */
export interface RecordedTransaction {
  readonly hash: Hex
  readonly from: Address
  readonly to: Address | null
  readonly input: Hex
  readonly index: number
  /** The hash that its fields give; null where that is not computed. */
  readonly computedHash: Hex | null
  readonly logs: readonly RecordedLog[]
}

/** A block with what happened in it to the coalition; without transactions where nothing did. */
export interface RecordedBlock {
  readonly header: Header
  readonly transactions: readonly RecordedTransaction[]
}

/** Something that the endpoint told and that cannot be. */
export interface ReadingFault {
  readonly code: 'log_of_another_block' | 'logs_out_of_order'
  readonly block: number
  readonly transaction: Hex | null
  readonly sentence: string
}

/** A stretch of blocks as it was read. */
export interface RecordedRange {
  readonly from: number
  readonly to: number
  readonly blocks: readonly RecordedBlock[]
  readonly faults: readonly ReadingFault[]
}
