import { Transient } from '../domain/rejection.ts'
import { externalSigner } from './external-signer.ts'
import { decryptKeystore } from './keystore.ts'
import { type PartnerSigner, localSigner } from './signer.ts'

/** A partner, as far as its signer is concerned. */
export interface Issuer {
  id: number
  issuerAddress: string
  /** Null for a partner whose key is at its own signing service. */
  issuerKeystore: string | null
}

export interface IssuerSignersOptions {
  passphrase: string
  /** Signing services by partner number. */
  urls: Readonly<Record<number, string>>
  /** What each of them is shown, by partner number. */
  tokens: Readonly<Record<number, string>>
}

/** Finds a partner's signer; a hosted key is decrypted at its first batch and then kept for the life of the process. */
export function makeIssuerSigners({
  passphrase,
  urls,
  tokens,
}: IssuerSignersOptions): (issuer: Issuer) => Promise<PartnerSigner> {
  const opened = new Map<string, Promise<PartnerSigner>>()
  return async (issuer) => {
    if (issuer.issuerKeystore === null) return findExternal(issuer, urls[issuer.id], tokens[issuer.id])
    const known = opened.get(issuer.issuerAddress)
    if (known !== undefined) return known
    const signer = openHosted(issuer, issuer.issuerKeystore, passphrase)
    opened.set(issuer.issuerAddress, signer)
    return signer
  }
}

async function openHosted(issuer: Issuer, json: string, passphrase: string): Promise<PartnerSigner> {
  const name = `the issuer key of partner ${String(issuer.id)}`
  return localSigner((await decryptKeystore({ json, passphrase, name })).privateKey)
}

function findExternal(issuer: Issuer, url: string | undefined, token: string | undefined): PartnerSigner {
  if (url === undefined) {
    throw new Transient(`partner ${String(issuer.id)} signs for itself, and EXTERNAL_SIGNERS does not say where`, null)
  }
  const address = issuer.issuerAddress as `0x${string}`
  return externalSigner({ url, address, ...(token === undefined ? {} : { token }) })
}
