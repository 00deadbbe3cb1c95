import { type Hash, hashStruct, hashTypedData, type Hex, parseAbiParameters, type TypedDataDomain } from 'viem'

import { type Chain } from './client.ts'

/** What a partner signs: one batch of its entries. */
export interface BatchToSign {
  partnerId: number
  firstEntry: bigint
  entryCount: number
  receiptsRoot: Hash
  /** 26-byte records of address and uint48 points, back to back. */
  credits: Hex
  debits: Hex
  /** Unix seconds. */
  deadline: bigint
}

/** A batch as the database has it: hex as text, the deadline as a date. */
export interface StoredBatch {
  partnerId: number
  firstEntry: bigint
  entryCount: number
  receiptsRoot: string
  credits: string
  debits: string
  deadline: Date
}

/** What of a stored batch its partner signs. */
export function batchToSign(batch: StoredBatch): BatchToSign {
  return {
    partnerId: batch.partnerId,
    firstEntry: batch.firstEntry,
    entryCount: batch.entryCount,
    receiptsRoot: batch.receiptsRoot as Hash,
    credits: batch.credits as Hex,
    debits: batch.debits as Hex,
    deadline: BigInt(batch.deadline.getTime()) / 1000n,
  }
}

/** The EIP-712 types of a batch, in the contract's order. */
export const batchTypes = {
  Batch: parseAbiParameters(
    'uint32 partnerId, uint64 firstEntry, uint32 entryCount, bytes32 receiptsRoot, bytes credits, bytes debits, uint64 deadline',
  ),
} as const

/** The issuance contract's EIP-712 domain. */
export function batchDomain(chain: Chain): TypedDataDomain {
  return { name: 'Entente Issuance', version: '1', chainId: chain.chainId, verifyingContract: chain.addresses.issuance }
}

/** The whole typed data of a batch, as a signer needs it to see what it signs. */
export function batchTypedData(chain: Chain, batch: BatchToSign) {
  return { domain: batchDomain(chain), types: batchTypes, primaryType: 'Batch' as const, message: { ...batch } }
}

/** The batch's name on chain: its EIP-712 struct hash, the `batchHash` of `BatchPosted`. */
export function hashBatch(batch: BatchToSign): Hash {
  return hashStruct({ types: batchTypes, primaryType: 'Batch', data: batch })
}

/** What the partner's key signs: equal to the contract's `batchDigest`. */
export function batchDigest(chain: Chain, batch: BatchToSign): Hash {
  return hashTypedData(batchTypedData(chain, batch))
}
