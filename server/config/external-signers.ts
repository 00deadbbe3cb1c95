import { z } from 'zod'

import { ConfigInvalid } from './config-invalid.ts'

/** Whatever a partner's signing service or key is called, by partner number, or by `3@0x...` for one address of a partner. */
export type ByPartner = Readonly<Record<string, string>>

/** Which partner, and while its key changes which of its two addresses. */
const NAME = '[1-9]\\d{0,9}(?:@0x[0-9a-f]{40})?'

export const TOKEN_CHARACTERS_MIN = 16
export const TOKEN_CHARACTERS_MAX = 1_024

/** A key in AWS KMS, in Google Cloud KMS, or in a device with PKCS#11. */
const KEY_REFERENCE =
  /^(?:aws-kms:\S+|gcp-kms:projects(?:\/[^/\s]+){7}\/cryptoKeyVersions\/\d+|pkcs11:token=[^;\s]+;object=[^;\s]+)$/
const KEY_REFERENCE_FORMS =
  'aws-kms:<key>, gcp-kms:projects/.../cryptoKeyVersions/<number> or pkcs11:token=<label>;object=<label>'

/** Names a key that is not in a keystore; server/chain/key-services/ opens it. */
export const KeyReference = z.string().regex(KEY_REFERENCE, `must be like ${KEY_REFERENCE_FORMS}`)

/** `3=https://signer.example` or `3=<key reference>`; `3@0x...=...` for one address while its key changes. */
export const ExternalSigner = z
  .string()
  .regex(new RegExp(`^${NAME}=\\S+$`), 'must be like 3=https://signer.example or 3@0x<address>=https://signer.example')
  .refine((pair) => !isUrl(valueOf(pair)) || isSafeUrl(valueOf(pair)), {
    error: 'must be an https URL without a user name; http is for loopback only',
  })
  .refine((pair) => isUrl(valueOf(pair)) || KEY_REFERENCE.test(valueOf(pair)), {
    error: `must be a URL, or like ${KEY_REFERENCE_FORMS}`,
  })

/** `3=<token>`: what the server shows to the signing service of a partner. */
export const ExternalSignerToken = z
  .string()
  .regex(
    new RegExp(`^${NAME}=[\\x21-\\x7e]{${String(TOKEN_CHARACTERS_MIN)},${String(TOKEN_CHARACTERS_MAX)}}$`),
    `must be like 3=<token> with a token of ${String(TOKEN_CHARACTERS_MIN)} to ${String(TOKEN_CHARACTERS_MAX)} visible characters`,
  )

/** Keys that a service or a device holds; without them, the keystores of the data folder have them. */
export interface KeysConfig {
  readonly operator: string | null
  /** Empty: as many as the relayer has lanes, in keys/lanes.json. */
  readonly lanes: readonly string[]
  /** The library of the device whose keys are named `pkcs11:...`. */
  readonly pkcs11Module: string | null
}

/** What whoever collects /metrics shows. */
export const MetricsToken = z
  .string()
  .regex(/^[!-~]{16,1024}$/, 'must be 16 to 1,024 printable characters without a blank')

/** Pairs such as `3=https://signer.example` by their numbers. */
export function byPartner(name: string, pairs: readonly string[]): ByPartner {
  const entries = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), valueOf(pair)] as const)
  const values = Object.freeze(Object.fromEntries(entries))
  if (Object.keys(values).length < pairs.length) throw new ConfigInvalid(`${name} names a partner twice.`)
  return values
}

/** Each service has a token of its own, or one partner's service could ask another partner's for signatures. */
export function checkTokens(signers: ByPartner, tokens: ByPartner): void {
  const withUrl = Object.keys(signers).filter((id) => isUrl(signers[id] ?? ''))
  for (const id of withUrl) {
    if (tokens[id] === undefined)
      throw new ConfigInvalid(`EXTERNAL_SIGNER_TOKENS lacks the token for the signing service of partner ${id}.`)
  }
  for (const id of Object.keys(tokens)) {
    if (!withUrl.includes(id))
      throw new ConfigInvalid(
        `EXTERNAL_SIGNER_TOKENS names partner ${id}, of which EXTERNAL_SIGNERS has no signing service.`,
      )
  }
  if (new Set(Object.values(tokens)).size < Object.keys(tokens).length)
    throw new ConfigInvalid('EXTERNAL_SIGNER_TOKENS has the same token twice: each partner needs one of its own.')
}

function valueOf(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1)
}

function isUrl(value: string): boolean {
  return /^https?:/i.test(value)
}

/** https without a user name; http for this machine only. */
export function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname, username, password } = new URL(value)
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
  return (protocol === 'https:' || isLoopback) && username === '' && password === ''
}
