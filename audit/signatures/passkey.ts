import { createHash, createPublicKey, verify } from 'node:crypto'

import {
  type Address,
  concat,
  decodeAbiParameters,
  type Hex,
  hexToBigInt,
  hexToBytes,
  keccak256,
  parseAbiParameters,
  size,
  slice,
  stringToHex,
} from 'viem'

const POINT_BYTES = 64
const AUTHENTICATOR_DATA_BYTES_MIN = 37
const TAG = keccak256(stringToHex('Entente passkey member v1'))
/** The order of the curve P-256. */
const P256_ORDER = 2n ** 256n - 2n ** 224n + 2n ** 192n - 0x4319055258e8617b0c46353d039cdaafn
const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const BACKUP_ELIGIBLE = 0x08
const BACKED_UP = 0x10
const ASSERTION = parseAbiParameters('bytes32, bytes32, uint256, uint256, bytes, string')

/** The member whose key is the passkey (x, y) of the site with this hash. */
export function passkeyAccount(rpIdHash: Hex, point: Hex): Address {
  return `0x${keccak256(concat([TAG, rpIdHash, point])).slice(-40)}`
}

/** Whether a signature brings the passkey that the member is the address of, and whether that signed the digest. */
export function passkeySigned(member: Address, digest: Hex, signature: Hex): boolean {
  if (size(signature) <= POINT_BYTES) return false
  const point = slice(signature, 0, POINT_BYTES)
  const assertion = decode(slice(signature, POINT_BYTES))
  if (assertion === null) return false
  const { r, s, challengeIndex, typeIndex, authenticatorData, clientDataJSON } = assertion
  if (size(authenticatorData) < AUTHENTICATOR_DATA_BYTES_MIN) return false
  if (passkeyAccount(slice(authenticatorData, 0, 32), point) !== member) return false
  const json = Buffer.from(clientDataJSON, 'utf8')
  const challenge = Buffer.from(hexToBytes(digest)).toString('base64url')
  return (
    standsAt(json, typeIndex, '"type":"webauthn.get"') &&
    standsAt(json, challengeIndex, `"challenge":"${challenge}"`) &&
    areFlagsGood(hexToBytes(slice(authenticatorData, 32, 33))[0] ?? 0) &&
    pointSigned(point, { r, s }, Buffer.concat([hexToBytes(authenticatorData), sha256(json)]))
  )
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

const standsAt = (text: Buffer, index: bigint, part: string) =>
  index <= BigInt(text.length) && text.subarray(Number(index), Number(index) + part.length).toString() === part

const areFlagsGood = (flags: number) =>
  (flags & USER_PRESENT) !== 0 &&
  (flags & USER_VERIFIED) !== 0 &&
  ((flags & BACKUP_ELIGIBLE) !== 0 || (flags & BACKED_UP) === 0)

function pointSigned(point: Hex, { r, s }: { r: Hex; s: Hex }, message: Uint8Array): boolean {
  if (hexToBigInt(s) > P256_ORDER / 2n) return false
  const coordinate = (from: number) => Buffer.from(hexToBytes(slice(point, from, from + 32))).toString('base64url')
  try {
    const key = createPublicKey({
      key: { kty: 'EC', crv: 'P-256', x: coordinate(0), y: coordinate(32) },
      format: 'jwk',
    })
    return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, hexToBytes(concat([r, s])))
  } catch {
    return false // no point of the curve
  }
}

function decode(data: Hex) {
  try {
    const [r, s, challengeIndex, typeIndex, authenticatorData, clientDataJSON] = decodeAbiParameters(ASSERTION, data)
    return { r, s, challengeIndex, typeIndex, authenticatorData, clientDataJSON }
  } catch {
    return null
  }
}
