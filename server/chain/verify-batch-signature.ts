import { batchDigest, type BatchToSign } from './batch-typed-data.ts'
import { type Chain } from './client.ts'
import { isSignatureOf } from './verify-signature.ts'

/** Whether a batch's 65-byte ECDSA signature is the given key's, in the form that the contract accepts. */
export async function verifyBatchSignature(
  chain: Chain,
  batch: BatchToSign,
  signature: string,
  signer: string,
): Promise<boolean> {
  return isSignatureOf(batchDigest(chain, batch), signature, signer)
}
