import { type Address, BaseError, type Hash, type Hex, type PublicClient, TransactionReceiptNotFoundError } from 'viem'

import { ChainError, classifyChainError, EndpointsDisagree } from './chain-error.ts'
import { type Connection, readFromAll, readFromFirst } from './client.ts'

/** Where a transaction was included, as an endpoint says. It counts only when that block is known to be canonical. */
export interface Inclusion {
  hash: Hash
  blockNumber: bigint
  blockHash: Hash
  gasUsed: bigint
}

/** What became of a set of attempts, of which at most one can ever be included. */
export type TransactionFate =
  ({ status: 'included' } & Inclusion) | ({ status: 'reverted' } & Inclusion) | { status: 'not_found' }

/** Looks for receipts of all attempts on all endpoints, of which a quorum must answer. Receipts that contradict each other stop everything. */
export async function readTransactionFate(connection: Connection, hashes: readonly string[]): Promise<TransactionFate> {
  const asked = { question: `the receipts of ${hashes.join(', ')}`, answersMin: connection.quorum }
  const answers = await readFromAll(connection, (client) => readFate(client, hashes as readonly Hash[]), asked)
  const found = [...answers].filter(([, fate]) => fate.status !== 'not_found')
  const shown = new Set(found.map(([, fate]) => showFate(fate)))
  if (shown.size > 1) {
    const answersShown = Object.fromEntries(found.map(([name, fate]) => [name, showFate(fate)]))
    throw new EndpointsDisagree(asked.question, answersShown)
  }
  return found[0]?.[1] ?? { status: 'not_found' }
}

/** Why an included transaction failed: the call is run again on its parent block. Null when that can not be told. */
export async function readRevertReason(
  connection: Connection,
  call: { from: string; to: string; data: string; gas: bigint | null },
  blockNumber: bigint,
): Promise<string | null> {
  try {
    await readFromFirst(connection, (client) =>
      client.call({
        account: call.from as Address,
        to: call.to as Address,
        data: call.data as Hex,
        ...(call.gas === null ? {} : { gas: call.gas }),
        blockNumber: blockNumber - 1n,
      }),
    )
    return null
  } catch (error) {
    const refusal = classifyChainError(error)
    return refusal.kind === 'reverted' ? (refusal.revert?.name ?? 'without_reason') : null
  }
}

async function readFate(client: PublicClient, hashes: readonly Hash[]): Promise<TransactionFate> {
  const fates = await Promise.all(hashes.map((hash) => readReceipt(client, hash)))
  const found = fates.filter((fate) => fate.status !== 'not_found')
  // One nonce, one transaction: an endpoint with two receipts for it is lying or being reorganised while it answers.
  if (found.length > 1) throw new ChainError('transient', 'The endpoint has two receipts for one nonce.', undefined)
  return found[0] ?? { status: 'not_found' }
}

async function readReceipt(client: PublicClient, hash: Hash): Promise<TransactionFate> {
  try {
    const receipt = await client.getTransactionReceipt({ hash })
    if (receipt.transactionHash.toLowerCase() !== hash.toLowerCase()) {
      throw new ChainError('transient', 'The endpoint answered with the receipt of another transaction.', undefined)
    }
    return {
      status: receipt.status === 'success' ? 'included' : 'reverted',
      hash,
      blockNumber: receipt.blockNumber,
      blockHash: receipt.blockHash,
      gasUsed: receipt.gasUsed,
    }
  } catch (error) {
    const isNotFound =
      error instanceof BaseError && error.walk((cause) => cause instanceof TransactionReceiptNotFoundError) !== null
    if (isNotFound) return { status: 'not_found' }
    throw error
  }
}

function showFate(fate: TransactionFate): string {
  return fate.status === 'not_found' ? fate.status : `${fate.status} ${fate.hash} in ${fate.blockHash}`
}
