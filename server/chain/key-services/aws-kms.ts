import type { KMSClientConfig } from '@aws-sdk/client-kms'

import { Transient } from '../../domain/rejection.ts'
import { type KeyService } from './key-service.ts'
import { readDerSignature, readPoint } from './read-der.ts'

const TIMEOUT_MS = 10_000

/**
 * A key in AWS KMS: key spec ECC_SECG_P256K1, usage SIGN_VERIFY, named by its id, ARN or alias. Region and credentials are
 * found as the AWS SDK finds them; an ARN names the region by itself.
 */
export async function awsKmsKey(keyId: string, settings: KMSClientConfig = {}): Promise<KeyService> {
  const { GetPublicKeyCommand, KMSClient, SignCommand } = await import('@aws-sdk/client-kms')
  const region = /^arn:[^:]+:kms:([^:]+):/.exec(keyId)?.[1]
  const client = new KMSClient({ ...(region === undefined ? {} : { region }), ...settings })
  const deadline = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT_MS) })
  return {
    async readPublicKey() {
      const { PublicKey: key, KeySpec: spec } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }), deadline())
      if (key === undefined || spec !== 'ECC_SECG_P256K1') {
        throw new Transient(`${keyId} is ${spec ?? 'no key'}: AWS KMS calls the keys of Ethereum ECC_SECG_P256K1`, null)
      }
      return readPoint(key)
    },
    async signDigest(digest) {
      const asked = new SignCommand({
        KeyId: keyId,
        Message: digest,
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      })
      const { Signature: signature } = await client.send(asked, deadline())
      return readDerSignature(signature ?? new Uint8Array())
    },
  }
}
