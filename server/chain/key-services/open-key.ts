import type { KMSClientConfig } from '@aws-sdk/client-kms'
import type { LocalAccount } from 'viem'

import { Transient } from '../../domain/rejection.ts'
import { awsKmsKey } from './aws-kms.ts'
import { type GcpSettings, gcpKmsKey } from './gcp-kms.ts'
import { accountOf, type KeyService } from './key-service.ts'
import { type Pkcs11Device, pkcs11Key } from './pkcs11.ts'

/** What is needed to reach the keys, besides their names. */
export interface KeyServiceSettings {
  /** Null where no key is named `pkcs11:...`. */
  device: Pkcs11Device | null
  aws?: KMSClientConfig
  gcp?: GcpSettings
}

/** Opens a key by its name: `aws-kms:...`, `gcp-kms:...` or `pkcs11:token=...;object=...` (RFC 7512). */
export async function openKey(reference: string, settings: KeyServiceSettings): Promise<LocalAccount> {
  const service = await serviceOf(reference, settings)
  const asTransient = (error: unknown) => {
    throw error instanceof Transient ? error : new Transient(`${reference} cannot be used now`, error)
  }
  return accountOf({
    readPublicKey: () => service.readPublicKey().catch(asTransient),
    signDigest: (digest) => service.signDigest(digest).catch(asTransient),
  })
}

async function serviceOf(reference: string, { device, aws, gcp }: KeyServiceSettings): Promise<KeyService> {
  const [scheme, name] = [reference.slice(0, reference.indexOf(':')), reference.slice(reference.indexOf(':') + 1)]
  if (scheme === 'aws-kms') return awsKmsKey(name, aws)
  if (scheme === 'gcp-kms') return gcpKmsKey(name, gcp)
  const parts = new Map(name.split(';').map((part) => part.split('=').map(decodeURIComponent) as [string, string]))
  const [token, object] = [parts.get('token'), parts.get('object')]
  if (scheme !== 'pkcs11' || token === undefined || object === undefined) {
    throw new Transient(`${reference} names no key`, null)
  }
  if (device === null) throw new Transient(`PKCS11_MODULE and PKCS11_PIN do not say how to reach ${reference}`, null)
  return pkcs11Key({ token, object }, device)
}
