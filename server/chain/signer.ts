import { type Address, type Hash, type Hex, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { batchTypedData, type BatchToSign } from './batch-typed-data.ts'
import { type Chain } from './client.ts'

/** Signs batches in a partner's name. It is given the whole batch, so that it can look before it signs. */
export interface BatchSigner {
  address: Address
  signBatch(chain: Chain, batch: BatchToSign): Promise<Hex>
}

/** An EIP-1559 transaction before it is signed. */
export interface UnsignedTransaction {
  chainId: number
  nonce: number
  /** Text as the database has it: lower-case 0x hex. */
  to: string
  data: string
  gas: bigint
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}

/** Signs the transactions of one lane. */
export interface LaneSigner {
  address: Address
  signTransaction(transaction: UnsignedTransaction): Promise<Hex>
}

/** A key held by this process: batches, transactions, or both. */
export interface LocalSigner extends BatchSigner, LaneSigner {
  signHash(hash: Hash): Promise<Hex>
}

/** A signer over a key in this process' memory, decrypted by `keystore.ts`. */
export function localSigner(privateKey: Hex): LocalSigner {
  return signerOf(privateKeyToAccount(privateKey))
}

/** A signer over a viem account, for instance one of an HD wallet. */
export function signerOf(account: LocalAccount): LocalSigner {
  return {
    address: account.address.toLowerCase() as Address,
    signBatch: (chain, batch) => account.signTypedData(batchTypedData(chain, batch)),
    signTransaction: (transaction) =>
      account.signTransaction({
        ...transaction,
        to: transaction.to as Address,
        data: transaction.data as Hex,
        type: 'eip1559',
      }),
    signHash: async (hash) => {
      if (account.sign === undefined) throw new Error('This account cannot sign hashes.')
      return account.sign({ hash })
    },
  }
}
