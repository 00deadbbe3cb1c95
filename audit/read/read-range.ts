import { type Address, type Hex, hexToNumber, numberToHex } from 'viem'

import { headerHash, type ToldHeader } from '../rpc/block-header.ts'
import type { Rpc } from '../rpc/json-rpc.ts'
import { type ToldTransaction, transactionHash } from '../rpc/transaction-hash.ts'
import type { Header, ReadingFault, RecordedBlock, RecordedLog, RecordedRange, RecordedTransaction } from './history.ts'

/** A log as `eth_getLogs` tells it. */
export interface ToldLog {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: Hex
  readonly blockHash: Hex
  readonly transactionHash: Hex
  readonly transactionIndex: Hex
  readonly logIndex: Hex
  readonly removed?: boolean
}

interface Transaction extends ToldTransaction {
  readonly hash: Hex
  readonly from: Address
  readonly to: Address | null
  readonly input: Hex
  readonly blockHash: Hex | null
}

export interface RangeRequest {
  readonly from: number
  readonly to: number
  readonly addresses: readonly Address[]
  /** Read the header of every block, not only of those with logs, so that the chain between them can be checked. */
  readonly everyHeader: boolean
}

/** Reads one stretch of blocks: logs, their transactions, and headers. Throws where the endpoint refuses. */
export async function readRange(rpc: Rpc, { from, to, addresses, everyHeader }: RangeRequest): Promise<RecordedRange> {
  const logs = await readLogs(rpc, { from, to, addresses })
  const faults: ReadingFault[] = []
  const numbers = everyHeader
    ? Array.from({ length: to - from + 1 }, (_, at) => from + at)
    : [...new Set(logs.map(({ blockNumber }) => hexToNumber(blockNumber)))].sort((a, b) => a - b)
  const headers = await readHeaders(rpc, numbers)
  const transactions = await readTransactions(rpc, logs, faults)
  const byBlock = Map.groupBy(logs, ({ blockNumber }) => hexToNumber(blockNumber))
  const blocks = headers.map((header): RecordedBlock => {
    const own = byBlock.get(header.number) ?? []
    return { header, transactions: transactionsOf(header, own, transactions, faults) }
  })
  return { from, to, blocks, faults }
}

/** The logs of some contracts in a stretch of blocks, those that a reorg took back left out. */
export async function readLogs(
  rpc: Rpc,
  { from, to, addresses, topics = [] }: { from: number; to: number; addresses: readonly Address[]; topics?: Hex[][] },
): Promise<readonly ToldLog[]> {
  const filter = { fromBlock: numberToHex(from), toBlock: numberToHex(to), address: addresses, topics }
  const logs = (await rpc.ask('eth_getLogs', [filter])) as readonly ToldLog[]
  return logs.filter(({ removed }) => removed !== true)
}

/** The headers of blocks, in their order. Throws where the endpoint has no such block. */
export async function readHeaders(rpc: Rpc, numbers: readonly number[]): Promise<Header[]> {
  const questions = numbers.map((number) => ({
    method: 'eth_getBlockByNumber',
    params: [numberToHex(number), false],
  }))
  const told = (await rpc.askAll(questions)) as (ToldHeader | null)[]
  return told.map((header, at) => {
    if (header === null) throw new Error(`the endpoint has no block ${String(numbers[at])}`)
    return headerOf(header)
  })
}

/** What is kept of a header. */
export function headerOf(told: ToldHeader): Header {
  const { number, hash, parentHash, timestamp, logsBloom } = told as Readonly<Record<string, Hex>>
  if (!number || !hash || !parentHash || !timestamp || !logsBloom) throw new Error('the endpoint told half a header')
  return {
    number: hexToNumber(number),
    hash,
    parentHash,
    timestamp: hexToNumber(timestamp),
    logsBloom,
    computedHash: headerHash(told),
  }
}

async function readTransactions(
  rpc: Rpc,
  logs: readonly ToldLog[],
  faults: ReadingFault[],
): Promise<ReadonlyMap<Hex, Transaction>> {
  const first = new Map(logs.map((log) => [log.transactionHash, log]))
  const hashes = [...first.keys()]
  const told = (await rpc.askAll(
    hashes.map((hash) => ({ method: 'eth_getTransactionByHash', params: [hash] })),
  )) as (Transaction | null)[]
  const found = new Map<Hex, Transaction>()
  told.forEach((transaction, at) => {
    const hash = hashes[at]
    const log = hash === undefined ? undefined : first.get(hash)
    if (hash === undefined || log === undefined) return
    if (transaction !== null) found.set(hash, transaction)
    if (transaction?.blockHash !== log.blockHash || transaction.hash !== hash)
      faults.push({
        code: 'log_of_another_block',
        block: hexToNumber(log.blockNumber),
        transaction: hash,
        sentence: 'The endpoint has a log of this transaction, but not the transaction in the same block.',
      })
  })
  return found
}

function transactionsOf(
  header: Header,
  logs: readonly ToldLog[],
  told: ReadonlyMap<Hex, Transaction>,
  faults: ReadingFault[],
): RecordedTransaction[] {
  checkOrder(header, logs, faults)
  const groups = Map.groupBy(logs, ({ transactionHash }) => transactionHash)
  return [...groups].map(([hash, own]) => {
    const transaction = told.get(hash)
    const first = own[0]
    return {
      hash,
      from: transaction?.from ?? ZERO,
      to: transaction?.to ?? null,
      input: transaction?.input ?? '0x',
      index: first === undefined ? 0 : hexToNumber(first.transactionIndex),
      computedHash: transaction === undefined ? null : transactionHash(transaction),
      logs: own.map(logOf),
    }
  })
}

const ZERO: Address = '0x0000000000000000000000000000000000000000'

function logOf({ address, topics, data, logIndex }: ToldLog): RecordedLog {
  return { address: address.toLowerCase() as Address, topics, data, index: hexToNumber(logIndex) }
}

/** Logs of one block name that block, and come in the order in which they were made, each once. */
function checkOrder(header: Header, logs: readonly ToldLog[], faults: ReadingFault[]): void {
  let last = -1
  let lastTransaction = -1
  for (const log of logs) {
    const index = hexToNumber(log.logIndex)
    const transactionIndex = hexToNumber(log.transactionIndex)
    const place = { block: header.number, transaction: log.transactionHash }
    if (log.blockHash !== header.hash)
      faults.push({
        code: 'log_of_another_block',
        ...place,
        sentence: `Log ${index} names block ${log.blockHash}, but block ${header.number} is ${header.hash}.`,
      })
    if (index <= last || transactionIndex < lastTransaction)
      faults.push({
        code: 'logs_out_of_order',
        ...place,
        sentence: `Log ${index} of transaction ${transactionIndex} comes after log ${last} of ${lastTransaction}.`,
      })
    last = index
    lastTransaction = transactionIndex
  }
}
