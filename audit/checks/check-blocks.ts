import type { Hex } from 'viem'

import { type Coalition, topicsOf } from '../contracts.ts'
import type { Collector } from '../findings.ts'
import type { Header, ReadingFault, RecordedBlock, RecordedTransaction } from '../read/history.ts'
import { bloomMayHold } from '../rpc/block-header.ts'

/**
 * Checks that what the endpoint told is one chain, block by block: each names the one before, each hash is that of its header,
 * and the bloom filters leave no room for logs that were not told.
 */
export function checkBlocks(coalition: Coalition, collector: Collector) {
  let last: Header | null = null
  let isFirst = true
  return {
    /** Sees the next block; blocks without logs may be missing between two. */
    see({ header, transactions }: RecordedBlock): void {
      const place = { block: header.number, transaction: null }
      collector.count('reading', 'blocks')
      collector.count('reading', 'transactions', transactions.length)
      collector.count(
        'reading',
        'logs',
        transactions.reduce((sum, { logs }) => sum + logs.length, 0),
      )
      if (last !== null && last.number + 1 === header.number) {
        collector.count('reading', 'links')
        if (last.hash !== header.parentHash)
          collector.add(
            'blocks_not_linked',
            place,
            `Block ${header.number} names ${header.parentHash} as its parent; that block is ${last.hash}.`,
          )
      } else if (!isFirst)
        collector.notChecked('reading', 'links between blocks', 'the headers between blocks with logs were not read')
      if (last !== null && header.timestamp < last.timestamp)
        collector.add('blocks_not_linked', place, `Block ${header.number} is older than the one before it.`)
      checkHash(header, collector)
      for (const transaction of transactions) checkTransaction(transaction, header.number, collector)
      checkBloom({ header, transactions }, coalition, collector)
      last = header
      isFirst = false
    },
    /** Reports what was wrong with logs when they were read. */
    report(faults: readonly ReadingFault[]): void {
      for (const { code, block, transaction, sentence } of faults) collector.add(code, { block, transaction }, sentence)
    },
  }
}

function checkHash({ number, hash, computedHash }: Header, collector: Collector): void {
  if (computedHash === null)
    collector.notChecked('reading', 'hashes of headers', 'this chain has other headers than Ethereum')
  else {
    collector.count('reading', 'header hashes')
    if (computedHash !== hash)
      collector.add(
        'block_hash_wrong',
        { block: number, transaction: null },
        `Block ${number} is told with the hash ${hash}; its header gives ${computedHash}.`,
      )
  }
}

function checkTransaction({ hash, computedHash }: RecordedTransaction, block: number, collector: Collector): void {
  if (computedHash === null) {
    collector.notChecked('reading', 'hashes of transactions', 'they are of a kind whose hash is not computed')
    return
  }
  collector.count('reading', 'transaction hashes')
  if (computedHash !== hash)
    collector.add(
      'transaction_altered',
      { block, transaction: hash },
      `The fields that the endpoint tells of this transaction give the hash ${computedHash}.`,
    )
}

/**
 * A bloom filter has false hits: it lets an address through by chance. So a contract counts as left out only where one of the
 * topics that its logs begin with is let through as well.
 */
function checkBloom({ header, transactions }: RecordedBlock, { contracts }: Coalition, collector: Collector): void {
  const { number, logsBloom } = header
  const told = new Set(transactions.flatMap(({ logs }) => logs.map(({ address }) => address)))
  const place = { block: number, transaction: null }
  if (bitsOf(logsBloom) > BITS_MAX) {
    collector.notChecked(
      'reading',
      'bloom filters',
      'the block has so many logs that its filter lets everything through',
    )
    return
  }
  collector.count('reading', 'blooms')
  for (const { kind, address } of contracts)
    if (
      !told.has(address) &&
      bloomMayHold(logsBloom, address) &&
      topicsOf(kind).some((topic) => bloomMayHold(logsBloom, topic))
    )
      collector.add(
        'logs_left_out',
        place,
        `The bloom filter of block ${number} says that ${kind} ${address} logged something; no log of it was told.`,
      )
}

/** With so many of the 2,048 bits set, an address and one of 120 topics are let through by chance once in 600,000 blocks. */
const BITS_MAX = 100

const bitsOf = (bloom: Hex) => BigInt(bloom).toString(2).replaceAll('0', '').length
