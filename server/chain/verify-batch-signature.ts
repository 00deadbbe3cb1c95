import { type Address, type Hex, isAddressEqual, recoverAddress } from 'viem'

import { batchDigest, type BatchToSign } from './batch-typed-data.ts'
import { type Chain } from './client.ts'

// SEC 2: the order of secp256k1. OpenZeppelin's ECDSA refuses the upper half, so a batch signed there could never be posted.
const HALF_ORDER = (2n ** 256n - 432_420_386_565_659_656_852_420_866_394_968_145_599n) / 2n

/** Whether a batch's 65-byte ECDSA signature is the given key's, in the form that the contract accepts. */
export async function verifyBatchSignature(
  chain: Chain,
  batch: BatchToSign,
  signature: string,
  signer: string,
): Promise<boolean> {
  if (signature.length !== 132 || BigInt(`0x${signature.slice(66, 130)}`) > HALF_ORDER) return false
  // viem also reads 0 and 1 as the recovery id, which the contract does not.
  if (!['1b', '1c'].includes(signature.slice(130).toLowerCase())) return false
  try {
    return isAddressEqual(
      await recoverAddress({ hash: batchDigest(chain, batch), signature: signature as Hex }),
      signer as Address,
    )
  } catch {
    // Numbers that are no point on the curve recover to nobody.
    return false
  }
}
