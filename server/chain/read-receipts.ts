import { type Hash, TransactionReceiptNotFoundError } from 'viem'

import { type Chain, readFromFirst } from './client.ts'
import { nullIfNotFound } from './not-found.ts'

/** What is kept of a transaction's receipt. */
export interface TransactionReceipt {
  gasUsed: bigint
  /** Who sent it, lower-case. */
  sender: string
}

/** The receipts of these transactions in that very block; those that are not in it are left out. */
export async function readReceipts(chain: Chain, hashes: readonly Hash[], blockHash: Hash) {
  const receipts = new Map<string, TransactionReceipt>()
  for (const hash of hashes) {
    const receipt = await readFromFirst(chain, (client) =>
      nullIfNotFound(client.getTransactionReceipt({ hash }), TransactionReceiptNotFoundError),
    )
    if (receipt?.blockHash !== blockHash) continue
    receipts.set(hash, { gasUsed: receipt.gasUsed, sender: receipt.from.toLowerCase() })
  }
  return receipts
}
