import { type Address, type Hex, hexToBigInt, recoverAddress, size, slice } from 'viem'

/** Half the order of secp256k1: a signature with a higher `s` is the twin of another, and the contracts refuse it. */
const LOW_S_MAX = (2n ** 256n - 0x14551231950b75fc4402da1732fc9bebfn) / 2n

/** Whose plain key signed a digest, by 65 bytes or (ERC-2098) 64; null for what the contracts take for no signature. */
export async function recoverPlainKey(digest: Hex, signature: Hex): Promise<Address | null> {
  const parts = split(signature)
  if (parts === null || hexToBigInt(parts.s) > LOW_S_MAX) return null
  try {
    return (await recoverAddress({ hash: digest, signature: parts })).toLowerCase() as Address
  } catch {
    return null // no point of the curve
  }
}

function split(signature: Hex): { r: Hex; s: Hex; yParity: number } | null {
  if (size(signature) === 65) {
    const v = Number(slice(signature, 64))
    return v === 27 || v === 28 ? { r: slice(signature, 0, 32), s: slice(signature, 32, 64), yParity: v - 27 } : null
  }
  if (size(signature) !== 64) return null
  const compact = hexToBigInt(slice(signature, 32))
  const s: Hex = `0x${(compact & ((1n << 255n) - 1n)).toString(16).padStart(64, '0')}`
  return { r: slice(signature, 0, 32), s, yParity: Number(compact >> 255n) }
}
