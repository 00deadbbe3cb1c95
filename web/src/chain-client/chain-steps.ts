import { BaseError, type PublicClient, type TransactionReceipt } from 'viem'

import type { Finding, ReceiptStep } from './receipt-findings.ts'
import { isSameHex } from './receipt-proof.ts'

/** What an endpoint, or whoever stands in for it, said when it did not help. */
export const saidBy = (error: unknown): string =>
  error instanceof BaseError ? error.shortMessage : error instanceof Error ? error.message : String(error)

/** Whether the endpoint is of the reader's network. */
async function checkNetwork(client: PublicClient, chainId: number): Promise<Finding> {
  const answered = await client.getChainId()
  const facts = { expected: String(chainId), answered: String(answered) }
  // The endpoint is another network's: that says nothing about the receipt.
  return answered === chainId
    ? { step: 'network', outcome: 'passed', reason: 'network_matches', facts }
    : { step: 'network', outcome: 'unknown', reason: 'network_differs', facts }
}

/** The receipt of a transaction; null where the endpoint has none. */
export async function findTransaction(
  client: PublicClient,
  transactionHash: string,
): Promise<TransactionReceipt | null> {
  try {
    return await client.getTransactionReceipt({ hash: transactionHash as `0x${string}` })
  } catch (error) {
    if (error instanceof BaseError && error.name === 'TransactionReceiptNotFoundError') return null
    throw error
  }
}

/** Whether the transaction's block can still be replaced. */
export async function checkFinality(client: PublicClient, { blockNumber }: TransactionReceipt): Promise<Finding> {
  const [head, finalized] = await Promise.all([
    client.getBlockNumber({ cacheTime: 0 }),
    client.getBlock({ blockTag: 'finalized' }),
  ])
  const facts = {
    blockNumber: String(blockNumber),
    newestBlock: String(head),
    finalBlock: String(finalized.number),
    depth: String(head - blockNumber),
  }
  return blockNumber <= finalized.number
    ? { step: 'finality', outcome: 'passed', reason: 'final', facts }
    : { step: 'finality', outcome: 'open', reason: 'not_final_yet', facts }
}

/** Keeps findings, and tells each as it comes. */
export function keepFindings(onFinding: (finding: Finding) => void) {
  const findings: Finding[] = []
  return {
    findings,
    tell: (finding: Finding): void => {
      findings.push(finding)
      onFinding(finding)
    },
  }
}

/** Takes the first two steps on a chain; says whether the others make sense: not on another network, nor at another contract. */
export async function checkPlace(
  client: PublicClient,
  { chainId, checkContract }: { chainId: number; checkContract: () => Promise<Finding> },
  tell: (finding: Finding) => void,
): Promise<boolean> {
  const network = await checkNetwork(client, chainId)
  tell(network)
  if (network.outcome !== 'passed') return false
  const contract = await checkContract()
  tell(contract)
  return contract.outcome === 'passed'
}

/** What a receipt says of the transaction that it rests on. */
interface ClaimedInclusion {
  readonly transactionHash: string
  readonly blockNumber: string
  /** Null where the server does not know it any more. */
  readonly blockHash: string | null
  readonly includedAt: string
  readonly gasUsed?: string
}

/** Whether a transaction is in the chain as a receipt says: its block, the block's time, and its cost if the receipt names one. */
export async function checkInclusion(
  client: PublicClient,
  claimed: ClaimedInclusion,
  { found, step, passed }: { found: TransactionReceipt | null; step: ReceiptStep; passed: Finding['reason'] },
): Promise<Finding> {
  const asked = { transactionHash: claimed.transactionHash }
  const failed = (reason: Finding['reason'], facts: Finding['facts']): Finding => ({
    step,
    outcome: 'failed',
    reason,
    facts: { ...asked, ...facts },
  })
  if (found === null) return failed('transaction_missing', {})
  const block = await client.getBlock({ blockNumber: found.blockNumber })
  const facts = {
    blockNumber: String(found.blockNumber),
    blockHash: found.blockHash,
    blockTime: new Date(Number(block.timestamp) * 1_000).toISOString(),
    gasUsed: String(found.gasUsed),
  }
  if (found.status !== 'success') return failed('transaction_reverted', facts)
  if (block.hash !== found.blockHash) return failed('block_replaced', { ...facts, blockHashNow: block.hash })
  const { blockNumber, blockHash, includedAt, gasUsed = facts.gasUsed } = claimed
  if (facts.blockNumber !== blockNumber) return failed('block_number_differs', { ...facts, inReceipt: blockNumber })
  if (blockHash !== null && !isSameHex(facts.blockHash, blockHash))
    return failed('block_hash_differs', { ...facts, inReceipt: blockHash })
  if (facts.gasUsed !== gasUsed) return failed('gas_used_differs', { ...facts, inReceipt: gasUsed })
  if (Date.parse(facts.blockTime) !== Date.parse(includedAt))
    return failed('time_differs', { ...facts, inReceipt: includedAt })
  return { step, outcome: 'passed', reason: passed, facts: { ...asked, ...facts } }
}
