import { createPublicKey } from 'node:crypto'

import { type Hex } from 'viem'

import { Transient } from '../../domain/rejection.ts'
import { type EcdsaSignature } from './key-service.ts'

const SEQUENCE = 0x30
const INTEGER = 0x02
const INTEGER_BYTES_MAX = 33

/** Reads `SEQUENCE { INTEGER r, INTEGER s }`, which is how AWS and Google give a signature. */
export function readDerSignature(der: Uint8Array): EcdsaSignature {
  const [tag, length] = der
  if (tag !== SEQUENCE || length !== der.length - 2) throw notDer()
  const r = readInteger(der, 2)
  const s = readInteger(der, r.end)
  if (s.end !== der.length) throw notDer()
  return { r: r.value, s: s.value }
}

function readInteger(der: Uint8Array, at: number): { value: bigint; end: number } {
  const length = der[at + 1] ?? 0
  const end = at + 2 + length
  if (der[at] !== INTEGER || length === 0 || length > INTEGER_BYTES_MAX || end > der.length) throw notDer()
  const bytes = der.subarray(at + 2, end)
  if ((bytes[0] ?? 0) >= 0x80) throw notDer() // negative
  return { value: BigInt(`0x${Buffer.from(bytes).toString('hex')}`), end }
}

function notDer(): Transient {
  return new Transient('The key service did not answer with a signature', null)
}

/** The point of a public key as PEM, or as DER (SubjectPublicKeyInfo): 65 bytes. */
export function readPoint(key: Uint8Array | string): Hex {
  const options = { format: typeof key === 'string' ? 'pem' : 'der', type: 'spki' } as const
  const { crv, x, y } = createPublicKey({
    ...options,
    key: typeof key === 'string' ? key : Buffer.from(key),
  }).export({ format: 'jwk' })
  if (crv !== 'secp256k1' || x === undefined || y === undefined) {
    throw new Transient('The key is not on the curve secp256k1, which Ethereum uses', null)
  }
  const [hexX, hexY] = [x, y].map((part) => Buffer.from(part, 'base64url').toString('hex').padStart(64, '0'))
  return `0x04${String(hexX)}${String(hexY)}`
}
