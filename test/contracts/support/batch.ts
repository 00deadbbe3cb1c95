import type { TypedDataDomain } from 'ethers'

import { packRecords } from './records.ts'
import type { AccountPoints } from './records.ts'
import { PARTNER } from './coalition.ts'
import { ethers } from './chain.ts'

export const batchTypes = {
  Batch: [
    { name: 'partnerId', type: 'uint32' },
    { name: 'firstEntry', type: 'uint64' },
    { name: 'entryCount', type: 'uint32' },
    { name: 'receiptsRoot', type: 'bytes32' },
    { name: 'credits', type: 'bytes' },
    { name: 'debits', type: 'bytes' },
    { name: 'deadline', type: 'uint64' },
  ],
}

export const FAR_DEADLINE = 2n ** 63n

/** A batch as a partner states it. */
export type BatchStatement = {
  partnerId: bigint
  firstEntry: bigint
  entryCount: bigint
  receiptsRoot: string
  deadline: bigint
  credits: readonly AccountPoints[]
  debits: readonly AccountPoints[]
}

/** Whatever signs typed data. */
export type TypedSigner = { signTypedData(domain: TypedDataDomain, types: object, value: object): Promise<string> }

/** A batch with one entry per record; state only what the test is about. */
export function aBatch(parts: Partial<BatchStatement>): BatchStatement {
  const credits = parts.credits ?? []
  const debits = parts.debits ?? []
  return {
    partnerId: PARTNER,
    firstEntry: 1n,
    entryCount: BigInt(credits.length + debits.length),
    receiptsRoot: ethers.id('receipts'),
    deadline: FAR_DEADLINE,
    ...parts,
    credits,
    debits,
  }
}

/** The four arguments of `post`, signed by `signer`. */
export async function signedCall(batch: BatchStatement, signer: TypedSigner, domain: TypedDataDomain) {
  const credits = packRecords(batch.credits)
  const debits = packRecords(batch.debits)
  const { partnerId, firstEntry, entryCount, receiptsRoot, deadline } = batch
  const head = { partnerId, firstEntry, entryCount, receiptsRoot, deadline }
  const signature = await signer.signTypedData(domain, batchTypes, { ...head, credits, debits })
  return [head, credits, debits, signature] as const
}

/** The EIP-712 struct hash: the batch's name everywhere. */
export function batchHashOf(batch: BatchStatement): string {
  const { credits, debits, ...head } = batch
  const value = { ...head, credits: packRecords(credits), debits: packRecords(debits) }
  return ethers.TypedDataEncoder.hashStruct('Batch', batchTypes, value)
}
