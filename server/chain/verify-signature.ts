import { type Hash, hashTypedData, type Hex, isAddressEqual, recoverAddress } from 'viem'

import { type TypedDataToSign } from './signer.ts'

// SEC 2: the order of secp256k1. OpenZeppelin's ECDSA refuses the upper half, so what is signed there could never be posted.
const HALF_ORDER = (2n ** 256n - 432_420_386_565_659_656_852_420_866_394_968_145_599n) / 2n

/** Whether a 65-byte ECDSA signature of a digest is the given key's, in the form that the contracts accept. */
export async function isSignatureOf(digest: Hash, signature: string, signer: string): Promise<boolean> {
  if (signature.length !== 132 || BigInt(`0x${signature.slice(66, 130)}`) > HALF_ORDER) return false
  // viem also reads 0 and 1 as the recovery id, which the contracts do not.
  if (!['1b', '1c'].includes(signature.slice(130).toLowerCase())) return false
  try {
    return isAddressEqual(await recoverAddress({ hash: digest, signature: signature as Hex }), signer as Hex)
  } catch {
    // Numbers that are no point on the curve recover to nobody.
    return false
  }
}

/** The same for the digest of typed data. */
export async function isTypedDataSigned(
  typedData: TypedDataToSign,
  signature: string,
  signer: string,
): Promise<boolean> {
  return isSignatureOf(hashTypedData(typedData), signature, signer)
}
