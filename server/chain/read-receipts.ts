import { type Hash, TransactionReceiptNotFoundError } from 'viem'

import { type Chain, readFromFirst } from './client.ts'

/** What is kept of a transaction's receipt. */
export interface TransactionReceipt {
  gasUsed: bigint
  /** Who sent it, lower-case. */
  sender: string
}

/** The receipts of these transactions in that very block; those that are not in it are left out. */
export async function readReceipts(
  chain: Chain,
  transactionHashes: readonly Hash[],
  blockHash: Hash,
): Promise<Map<string, TransactionReceipt>> {
  const receipts = new Map<string, TransactionReceipt>()
  for (const hash of transactionHashes) {
    const receipt = await readFromFirst(chain, async (client) => {
      try {
        return await client.getTransactionReceipt({ hash })
      } catch (error) {
        if (error instanceof TransactionReceiptNotFoundError) return null
        throw error
      }
    })
    if (receipt?.blockHash !== blockHash) continue
    receipts.set(hash, { gasUsed: receipt.gasUsed, sender: receipt.from.toLowerCase() })
  }
  return receipts
}
