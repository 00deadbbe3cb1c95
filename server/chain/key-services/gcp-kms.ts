import type { KeyManagementServiceClient } from '@google-cloud/kms'

import { Transient } from '../../domain/rejection.ts'
import { type KeyService } from './key-service.ts'
import { readDerSignature, readPoint } from './read-der.ts'

/** What the client library may be told; nothing in production. */
export type GcpSettings = NonNullable<ConstructorParameters<typeof KeyManagementServiceClient>[0]>

const TIMEOUT_MS = 10_000

/**
 * A version of a key in Google Cloud KMS: algorithm EC_SIGN_SECP256K1_SHA256, protection level HSM. Credentials are found as
 * Google's libraries find them. The answers' checksums are not looked at: the signature itself is verified.
 */
export async function gcpKmsKey(name: string, settings: GcpSettings = {}): Promise<KeyService> {
  const { KeyManagementServiceClient: Client } = await import('@google-cloud/kms')
  // HTTP/1.1 instead of gRPC: it goes through every proxy.
  const client = new Client({ fallback: true, ...settings })
  const options = { timeout: TIMEOUT_MS }
  return {
    async readPublicKey() {
      const [{ pem, algorithm }] = await client.getPublicKey({ name }, options)
      if (typeof pem !== 'string' || algorithm !== 'EC_SIGN_SECP256K1_SHA256') {
        throw new Transient(
          `${name} is for ${String(algorithm)}: Google calls the keys of Ethereum EC_SIGN_SECP256K1_SHA256`,
          null,
        )
      }
      return readPoint(pem)
    },
    async signDigest(digest) {
      const [{ signature }] = await client.asymmetricSign({ name, digest: { sha256: digest } }, options)
      return readDerSignature(bytesOf(signature))
    },
  }
}

function bytesOf(value: Uint8Array | string | null | undefined): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value, 'base64') : (value ?? new Uint8Array())
}
