import { type AccessList, type Address, type Hash, type Hex, type LocalAccount, type TypedDataDefinition } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { batchTypedData, type BatchToSign } from './batch-typed-data.ts'
import { type Chain } from './client.ts'

/** EIP-712 typed data, whole, as a signer needs it to see what it signs. */
export type TypedDataToSign = TypedDataDefinition

/** Signs in a partner's name. It is given the whole of what it signs, so that it can look before it signs. */
export interface PartnerSigner {
  address: Address
  /** Signs a list of redemptions, a restoration, or a batch. */
  signTypedData(typedData: TypedDataToSign): Promise<Hex>
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
  /** What is paid for in advance (EIP-2930); empty for most. */
  accessList: AccessList
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}

/** Signs the transactions of one lane. */
export interface LaneSigner {
  address: Address
  signTransaction(transaction: UnsignedTransaction): Promise<Hex>
}

/** A key held by this process: a partner's, a lane's, or both. */
export interface LocalSigner extends PartnerSigner, LaneSigner {
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
    signTypedData: (typedData) => account.signTypedData(typedData),
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
