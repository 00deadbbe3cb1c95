import {
  type Address,
  type Hex,
  hashMessage,
  hashTypedData,
  keccak256,
  type LocalAccount,
  numberToHex,
  recoverAddress,
  serializeSignature,
  serializeTransaction,
} from 'viem'
import { publicKeyToAddress, toAccount } from 'viem/accounts'

import { Transient } from '../../domain/rejection.ts'

/** r and s of an ECDSA signature; s may be either of the two that count alike. */
export interface EcdsaSignature {
  r: bigint
  s: bigint
}

/** A secp256k1 key that a service or a device holds: it signs digests, and the key never leaves it. */
export interface KeyService {
  /** The uncompressed point: 65 bytes, the first of which is 4. */
  readPublicKey(): Promise<Hex>
  signDigest(digest: Uint8Array): Promise<EcdsaSignature>
}

/** The order of secp256k1's group. */
const CURVE_ORDER = 2n ** 256n - 0x14551231950b75fc4402da1732fc9bebfn

/** The account of a key: it signs transactions and typed data in the one form that the contracts take. */
export async function accountOf(service: KeyService): Promise<LocalAccount> {
  const address = publicKeyToAddress(await service.readPublicKey())
  const signHash = (hash: Hex) => signCanonically(service, address, hash)
  const sign = async ({ hash }: { hash: Hex }) => serializeSignature(await signHash(hash))
  return toAccount({
    address,
    sign,
    signMessage: ({ message }) => sign({ hash: hashMessage(message) }),
    signTypedData: (typedData) => sign({ hash: hashTypedData(typedData) }),
    signTransaction: async (transaction, { serializer = serializeTransaction } = {}) =>
      serializer(transaction, await signHash(keccak256(await serializer(transaction)))),
  })
}

/** Services give either s and no parity: the contracts take the lower one, and the parity follows from the address. */
async function signCanonically(service: KeyService, address: Address, hash: Hex) {
  const { r, s } = await service.signDigest(Buffer.from(hash.slice(2), 'hex'))
  if (r <= 0n || r >= CURVE_ORDER || s <= 0n || s >= CURVE_ORDER) {
    throw new Transient('The key service did not answer with a signature', null)
  }
  const lowS = s > CURVE_ORDER / 2n ? CURVE_ORDER - s : s
  for (const yParity of [0, 1]) {
    const signature = { r: numberToHex(r, { size: 32 }), s: numberToHex(lowS, { size: 32 }), yParity }
    if ((await recoverOrNull(hash, signature)) === address) return signature
  }
  throw new Transient(`The key service signed with another key than that of ${address}`, null)
}

async function recoverOrNull(hash: Hex, signature: { r: Hex; s: Hex; yParity: number }): Promise<Address | null> {
  try {
    return await recoverAddress({ hash, signature })
  } catch {
    return null // no point of the curve has this r: it is nobody's signature
  }
}
