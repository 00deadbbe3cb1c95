import { type Fees, type FeeSuggestion } from '../domain/fees.ts'
import { type Connection, readFromFirst } from './client.ts'
import { readBatchDataFee } from './read-data-fee.ts'

const BLOCKS = 10
const PERCENTILE = 60

/** Fees that should be included soon: twice the base fee (it can rise 12.5 % a block) and the usual tip, or the chain's least. */
export async function readFees(connection: Connection): Promise<FeeSuggestion> {
  const history = await readFromFirst(connection, (client) =>
    client.getFeeHistory({ blockCount: BLOCKS, blockTag: 'latest', rewardPercentiles: [PERCENTILE] }),
  )
  const baseFeePerGas = history.baseFeePerGas.at(-1) ?? 0n
  const tips = (history.reward ?? []).map((row) => row[0] ?? 0n).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const median = tips[Math.floor(tips.length / 2)] ?? 0n
  const maxPriorityFeePerGas = larger(median, connection.fees.priorityFeeMinWei)
  const maxFeePerGas = baseFeePerGas * 2n + maxPriorityFeePerGas
  const batchDataFeeWei = await readBatchDataFee(connection, maxFeePerGas)
  return { baseFeePerGas, maxPriorityFeePerGas, maxFeePerGas, batchDataFeeWei }
}

// geth replaces at +10 %, Nethermind and Erigon at +12.5 %: the larger is accepted everywhere.
const BUMP_NUMERATOR = 1125n
const BUMP_DENOMINATOR = 1000n

/** The least fees that may replace a transaction: 12.5 % more of both, rounded up, or the suggestion if it is higher. */
export function bumpFees(previous: Fees, suggestion: Fees): Fees {
  const maxFeePerGas = larger(raise(previous.maxFeePerGas), suggestion.maxFeePerGas)
  const maxPriorityFeePerGas = larger(raise(previous.maxPriorityFeePerGas), suggestion.maxPriorityFeePerGas)
  return {
    maxFeePerGas,
    maxPriorityFeePerGas: maxPriorityFeePerGas < maxFeePerGas ? maxPriorityFeePerGas : maxFeePerGas,
  }
}

function raise(fee: bigint): bigint {
  return (fee * BUMP_NUMERATOR + BUMP_DENOMINATOR - 1n) / BUMP_DENOMINATOR
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
