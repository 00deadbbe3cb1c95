import { type Hash, TransactionReceiptNotFoundError } from 'viem'

import { type Chain, readFromFirst } from './client.ts'

/** Gas that each of these transactions used in that very block; those that are not in it are left out. */
export async function readGasUsed(
  chain: Chain,
  transactionHashes: readonly Hash[],
  blockHash: Hash,
): Promise<Map<string, bigint>> {
  const gasUsed = new Map<string, bigint>()
  for (const hash of transactionHashes) {
    const receipt = await readFromFirst(chain, async (client) => {
      try {
        return await client.getTransactionReceipt({ hash })
      } catch (error) {
        if (error instanceof TransactionReceiptNotFoundError) return null
        throw error
      }
    })
    if (receipt?.blockHash === blockHash) gasUsed.set(hash, receipt.gasUsed)
  }
  return gasUsed
}
