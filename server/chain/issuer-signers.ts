import { Transient } from '../domain/rejection.ts'
import { externalSigner } from './external-signer.ts'
import { type KeyServiceSettings, openKey } from './key-services/open-key.ts'
import { decryptKeystore } from './keystore.ts'
import { type PartnerSigner, localSigner, signerOf } from './signer.ts'

/** A partner, as far as its signer is concerned. */
export interface Issuer {
  id: number
  issuerAddress: string
  /** Null for a partner whose key is at its own signing service, or held by a service or a device of ours. */
  issuerKeystore: string | null
}

export interface IssuerSignersOptions {
  passphrase: string
  /** Signing services and names of keys, by partner number. */
  places: Readonly<Record<number, string>>
  /** What each signing service is shown, by partner number. */
  tokens: Readonly<Record<number, string>>
  services: KeyServiceSettings
}

/** Finds a partner's signer; what was opened once, at its first batch, is kept for the life of the process. */
export function makeIssuerSigners(options: IssuerSignersOptions): (issuer: Issuer) => Promise<PartnerSigner> {
  const opened = new Map<string, Promise<PartnerSigner>>()
  return async (issuer) => {
    const key = `${String(issuer.id)} ${issuer.issuerAddress}`
    const known = opened.get(key)
    if (known !== undefined) return known
    const signer = openSigner(issuer, options)
    opened.set(key, signer)
    // A service that does not answer now may do so later.
    signer.catch(() => opened.delete(key))
    return signer
  }
}

async function openSigner(issuer: Issuer, options: IssuerSignersOptions): Promise<PartnerSigner> {
  const { id, issuerKeystore: json } = issuer
  const address = issuer.issuerAddress as `0x${string}`
  if (json !== null) {
    const name = `the issuer key of partner ${String(id)}`
    return localSigner((await decryptKeystore({ json, passphrase: options.passphrase, name })).privateKey)
  }
  const place = options.places[id]
  if (place === undefined) {
    throw new Transient(`partner ${String(id)} signs for itself, and EXTERNAL_SIGNERS does not say where`, null)
  }
  const token = options.tokens[id]
  if (/^https?:/i.test(place)) return externalSigner({ url: place, address, ...(token === undefined ? {} : { token }) })
  const signer = signerOf(await openKey(place, options.services))
  if (signer.address === address) return signer
  throw new Transient(
    `EXTERNAL_SIGNERS gives partner ${String(id)} a key of ${signer.address}, not of ${address}`,
    null,
  )
}
