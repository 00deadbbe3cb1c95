import { type Hash, type Hex, hexToBigInt, numberToHex, recoverAddress, size, slice } from 'viem'

import { Transient } from '../domain/rejection.ts'
import { type Chain } from './client.ts'
import { askWallet } from './verify-wallet-signature.ts'

// SEC 2: the order of secp256k1. The contract refuses the upper half of `s`, so that a signature has one form only.
const CURVE_ORDER = 2n ** 256n - 432_420_386_565_659_656_852_420_866_394_968_145_599n
const TOP_BIT = 2n ** 255n

/** The contract stores lengths in 16 bits; no wallet that people use comes near to this. */
export const SIGNATURE_BYTES_MAX = 2_048

/** A signature in the form that PointsRedemption takes, or why it is none. */
export type SignatureVerdict =
  | { readonly status: 'signed'; readonly signature: Hex }
  | {
      readonly status: 'refused'
      readonly reason: 'signature_malformed' | 'signature_malleable' | 'signature_of_another'
    }

/**
 * Whether the account signed the digest, by the contract's own rules: a plain key first (65 bytes, or 64 by ERC-2098,
 * with a low `s`), then, as a contract wallet, the chain, where all endpoints must agree. Never waits for a block.
 */
export async function verifyOrderSignature(
  chain: Chain,
  { account, digest, signature }: { account: string; digest: string; signature: string },
): Promise<SignatureVerdict> {
  const given = signature.toLowerCase() as Hex
  if (!/^0x(?:[0-9a-f]{2})+$/.test(given) || size(given) > SIGNATURE_BYTES_MAX)
    return { status: 'refused', reason: 'signature_malformed' }
  const plain = readPlain(given)
  if (plain !== null && (await signerOf(digest as Hash, plain)) === account.toLowerCase()) {
    if (plain.s > CURVE_ORDER / 2n) return { status: 'refused', reason: 'signature_malleable' }
    return { status: 'signed', signature: given }
  }
  if (await isSignedByWallet(chain, account, digest, given)) return { status: 'signed', signature: given }
  return { status: 'refused', reason: 'signature_of_another' }
}

interface PlainSignature {
  readonly r: bigint
  readonly s: bigint
  readonly yParity: 0 | 1
}

/** Null: not of the form of a plain key's signature. */
function readPlain(signature: Hex): PlainSignature | null {
  const bytes = size(signature)
  if (bytes !== 65 && bytes !== 64) return null
  const r = hexToBigInt(slice(signature, 0, 32))
  const s = hexToBigInt(slice(signature, 32, 64))
  if (bytes === 64) return { r, s: s % TOP_BIT, yParity: s >= TOP_BIT ? 1 : 0 }
  const v = hexToBigInt(slice(signature, 64))
  // 0 and 1 are what some libraries write; the contract takes 27 and 28 only.
  return v === 27n || v === 28n ? { r, s, yParity: v === 28n ? 1 : 0 } : null
}

async function signerOf(hash: Hash, { r, s, yParity }: PlainSignature): Promise<string | null> {
  try {
    const signature = { r: numberToHex(r, { size: 32 }), s: numberToHex(s, { size: 32 }), yParity }
    return (await recoverAddress({ hash, signature })).toLowerCase()
  } catch {
    // Numbers that are no point on the curve recover to nobody.
    return null
  }
}

async function isSignedByWallet(chain: Chain, wallet: string, digest: string, signature: Hex): Promise<boolean> {
  try {
    return await askWallet(chain, { wallet, digest, signature })
  } catch (error) {
    throw new Transient('no endpoint could check a contract wallet', error)
  }
}
