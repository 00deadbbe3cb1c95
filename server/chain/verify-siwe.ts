import { type Hex, isAddressEqual, type PublicClient, recoverMessageAddress } from 'viem'
import { parseSiweMessage, validateSiweMessage } from 'viem/siwe'

import { Transient } from '../domain/rejection.ts'
import { type Chain, readAgreed } from './client.ts'

/** What a wallet's Sign-In with Ethereum message must say (EIP-4361). */
export interface SiweTerms {
  readonly domain: string
  readonly uri: string
  readonly chainId: number
}

export type SiweVerdict =
  | { readonly status: 'proven'; readonly address: string; readonly nonce: string }
  | {
      readonly status: 'refused'
      readonly reason: 'message_malformed' | 'domain_uri_or_chain_differs' | 'expired' | 'signature_invalid'
    }

/** Verifies that the message was signed by the wallet that it names, for this server, now. Whether its nonce is ours, the database knows. */
export async function verifySiwe(
  chain: Chain,
  { message, signature, terms, now }: { message: string; signature: string; terms: SiweTerms; now: Date },
): Promise<SiweVerdict> {
  const fields = parseSiweMessage(message)
  const { address, nonce } = fields
  if (address === undefined || nonce === undefined || fields.version !== '1')
    return { status: 'refused', reason: 'message_malformed' }
  if (fields.uri !== terms.uri || fields.chainId !== terms.chainId || fields.domain !== terms.domain)
    return { status: 'refused', reason: 'domain_uri_or_chain_differs' }
  if (!validateSiweMessage({ message: { ...fields, address, nonce }, domain: terms.domain, time: now }))
    return { status: 'refused', reason: 'expired' }
  if (!(await isSigned(chain, address, { message, signature: signature as Hex })))
    return { status: 'refused', reason: 'signature_invalid' }
  return { status: 'proven', address: address.toLowerCase(), nonce }
}

/** A plain key first, without asking anybody; then, as a contract wallet, the chain, where all endpoints must agree. */
async function isSigned(chain: Chain, address: Hex, signed: { message: string; signature: Hex }): Promise<boolean> {
  const signer = await recoverOrNull(signed)
  if (signer !== null && isAddressEqual(signer, address)) return true
  try {
    // Asked first, because verifyMessage takes an endpoint that is down for a signature that is wrong.
    const isContract = await readAgreed(chain, `the code at ${address}`, (client) => hasCode(client, address), String)
    if (!isContract) return false
    return await readAgreed(
      chain,
      `the signature of ${address}`,
      (client) => client.verifyMessage({ address, ...signed }),
      String,
    )
  } catch (error) {
    throw new Transient('no endpoint could check a contract wallet', error)
  }
}

async function hasCode(client: PublicClient, address: Hex): Promise<boolean> {
  return (await client.getCode({ address })) !== undefined
}

async function recoverOrNull(signed: { message: string; signature: Hex }): Promise<Hex | null> {
  try {
    return await recoverMessageAddress(signed)
  } catch {
    // Not of the form of a plain key's signature: it may be a contract's.
    return null
  }
}
