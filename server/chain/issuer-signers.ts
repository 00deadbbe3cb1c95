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
  /** Signing services and names of keys, by partner number, or by `3@0x...` for one address of a partner. */
  places: Readonly<Record<string, string>>
  /** What each signing service is shown, in the same way. */
  tokens: Readonly<Record<string, string>>
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
    const keystore = { json, passphrase: options.passphrase, name: `the issuer key of partner ${String(id)}` }
    return localSigner((await decryptKeystore(keystore)).privateKey)
  }
  const name = [`${String(id)}@${address}`, String(id)].find((each) => options.places[each] !== undefined)
  const place = name === undefined ? undefined : options.places[name]
  if (name === undefined || place === undefined) {
    throw new Transient(`partner ${String(id)} signs for itself, and EXTERNAL_SIGNERS does not say where`, null)
  }
  const token = options.tokens[name]
  if (/^https?:/i.test(place)) return externalSigner({ url: place, address, ...(token === undefined ? {} : { token }) })
  const signer = signerOf(await openKey(place, options.services))
  if (signer.address === address) return signer
  throw new Transient(
    `EXTERNAL_SIGNERS gives partner ${String(id)} a key of ${signer.address}, not of ${address}`,
    null,
  )
}
