import { createECDH, createHash, createPrivateKey, sign } from 'node:crypto'

import { AbiCoder, concat, dataSlice, getBytes, hexlify, keccak256, toBeHex, toUtf8Bytes } from 'ethers'

const CURVE_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04

/** What an authenticator puts into an assertion; state only what the test is about. */
export type AssertionParts = {
  rpId?: string
  flags?: number
  type?: string
  challenge?: string
  highS?: boolean
  typeIndex?: bigint
  challengeIndex?: bigint
  /** Signs in place of node's own signing, for results that are the same in every run. */
  signDigest?: (digest: string) => string
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()

export const RP_ID = 'wallet.example.org'

/** SHA-256 of a relying party's id, as WebAuthn puts it into its data. */
export const rpIdHashOf = (rpId: string): string => hexlify(sha256(rpId))

/** The address that the contracts give to a passkey, worked out apart from them. */
function passkeyAddressOf(rpId: string, x: string, y: string): string {
  const tag = keccak256(toUtf8Bytes('Entente passkey member v1'))
  return dataSlice(keccak256(concat([tag, rpIdHashOf(rpId), x, y])), 12)
}

/** A passkey as a phone keeps it: a P-256 key that signs WebAuthn assertions for one site. */
export function passkeyOf(secret: string, home = RP_ID) {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(Buffer.from(getBytes(secret)))
  const point = ecdh.getPublicKey()
  const [x, y] = [hexlify(point.subarray(1, 33)), hexlify(point.subarray(33))]
  const base64url = (hex: string) => Buffer.from(getBytes(hex)).toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: base64url(x), y: base64url(y), d: base64url(secret) }
  const key = createPrivateKey({ format: 'jwk', key: jwk })

  /** What `navigator.credentials.get` would give for a challenge, as the contracts take it. */
  function assert(digest: string, parts: AssertionParts = {}): string {
    const challenge = base64url(parts.challenge ?? digest)
    const type = parts.type ?? 'webauthn.get'
    const json = JSON.stringify({ type, challenge, origin: `https://${home}`, crossOrigin: false })
    const flags = parts.flags ?? USER_PRESENT | USER_VERIFIED
    const data = concat([rpIdHashOf(parts.rpId ?? home), toBeHex(flags, 1), toBeHex(7, 4)])
    const message = concat([data, hexlify(sha256(json))])
    const [r, s] = signature(message, parts)
    const indices = [parts.challengeIndex ?? json.indexOf('"challenge"'), parts.typeIndex ?? json.indexOf('"type"')]
    const types = ['bytes32', 'bytes32', 'uint256', 'uint256', 'bytes', 'string']
    return concat([x, y, AbiCoder.defaultAbiCoder().encode(types, [r, s, ...indices, data, json])])
  }

  function signature(message: string, { signDigest, highS = false }: AssertionParts): [string, string] {
    const raw = signDigest
      ? signDigest(hexlify(sha256(getBytes(message))))
      : hexlify(sign('sha256', getBytes(message), { key, dsaEncoding: 'ieee-p1363' }))
    const s = BigInt(dataSlice(raw, 32))
    const isHigh = s > CURVE_ORDER / 2n
    return [dataSlice(raw, 0, 32), toBeHex(isHigh === highS ? s : CURVE_ORDER - s, 32)]
  }

  return { x, y, address: passkeyAddressOf(home, x, y), assert }
}
