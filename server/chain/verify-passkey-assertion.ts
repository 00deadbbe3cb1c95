import { createHash, createPublicKey, verify } from 'node:crypto'

import { concatHex, encodeAbiParameters, type Hex, hexToBytes, bytesToHex, numberToHex, toHex } from 'viem'

import type { PasskeyPoint } from './passkey-address.ts'

/** What a browser gives for `navigator.credentials.get`, as @simplewebauthn/browser writes it. */
export interface PasskeyAssertion {
  readonly id: string
  readonly response: {
    readonly clientDataJSON: string
    readonly authenticatorData: string
    readonly signature: string
  }
}

/** A member's passkey, and the site that it must have been used at. */
export interface PasskeyTerms extends PasskeyPoint {
  readonly rpId: string
  readonly origin: string
}

export type PasskeyVerdict =
  /** In the form that PointsRedemption takes. */
  | { readonly status: 'signed'; readonly signature: Hex }
  | {
      readonly status: 'refused'
      readonly reason:
        | 'assertion_malformed'
        | 'origin_differs'
        | 'site_differs'
        | 'challenge_differs'
        | 'user_not_verified'
        | 'signature_of_another'
    }

const CURVE_ORDER = 2n ** 256n - 2n ** 224n + 2n ** 192n - 89_188_191_075_325_690_597_107_910_205_041_859_247n
const AUTHENTICATOR_DATA_BYTES_MIN = 37
const FLAGS_AT = 32
const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const BACKUP_ELIGIBLE = 0x08
const BACKED_UP = 0x10

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()

/**
 * Verifies a passkey's assertion over a digest (WebAuthn, section 7.2) and puts it into the contract's form. It asks for
 * all that the contract asks for, and for the origin besides, which only we can know. The counter is ignored: passkeys that
 * are synchronised between devices do not count.
 */
export function verifyPasskeyAssertion(
  assertion: PasskeyAssertion,
  digest: string,
  terms: PasskeyTerms,
): PasskeyVerdict {
  const [clientData, data, der] = (['clientDataJSON', 'authenticatorData', 'signature'] as const).map((field) =>
    Buffer.from(assertion.response[field], 'base64url'),
  ) as [Buffer, Buffer, Buffer]
  const client = readClientData(clientData)
  if (client === null || data.length < AUTHENTICATOR_DATA_BYTES_MIN) return refused('assertion_malformed')
  if (client.origin !== terms.origin || client.crossOrigin === true) return refused('origin_differs')
  if (!data.subarray(0, FLAGS_AT).equals(sha256(terms.rpId))) return refused('site_differs')
  const challenge = Buffer.from(hexToBytes(digest as Hex)).toString('base64url')
  if (client.challenge !== challenge) return refused('challenge_differs')
  const flags = data[FLAGS_AT] ?? 0
  if ((flags & USER_PRESENT) === 0 || (flags & USER_VERIFIED) === 0) return refused('user_not_verified')
  // What the contract looks for at these places: the exact text that browsers write.
  const typeIndex = clientData.indexOf('"type":"webauthn.get"')
  const challengeIndex = clientData.indexOf(`"challenge":"${challenge}"`)
  const isConsistent = (flags & BACKED_UP) === 0 || (flags & BACKUP_ELIGIBLE) !== 0
  if (typeIndex < 0 || challengeIndex < 0 || !isConsistent) return refused('assertion_malformed')
  const message = Buffer.concat([data, sha256(clientData)])
  if (!isSigned(message, der, terms)) return refused('signature_of_another')
  return { status: 'signed', signature: encode({ clientData, data, der, typeIndex, challengeIndex }, terms) }
}

function refused(reason: (PasskeyVerdict & { status: 'refused' })['reason']): PasskeyVerdict {
  return { status: 'refused', reason }
}

interface ClientData {
  readonly type: unknown
  readonly challenge: unknown
  readonly origin: unknown
  readonly crossOrigin: unknown
}

function readClientData(bytes: Buffer): ClientData | null {
  try {
    const text = bytes.toString('utf8')
    // The contract's form carries it as a text, which must be the very bytes that were signed.
    if (!Buffer.from(text).equals(bytes)) return null
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    const { type, challenge, origin, crossOrigin } = value as Partial<ClientData>
    return type === 'webauthn.get' ? { type, challenge, origin, crossOrigin } : null
  } catch {
    // Not JSON: nothing that an authenticator signs.
    return null
  }
}

function isSigned(message: Buffer, der: Buffer, { x, y }: PasskeyTerms): boolean {
  const base64url = (hex: string) => Buffer.from(hex.slice(2), 'hex').toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: base64url(x), y: base64url(y) }
  return verify('sha256', message, createPublicKey({ key: jwk, format: 'jwk' }), der)
}

function encode(
  parts: { clientData: Buffer; data: Buffer; der: Buffer; typeIndex: number; challengeIndex: number },
  { x, y }: PasskeyTerms,
): Hex {
  const { r, s } = readDer(parts.der)
  // The contract takes the lower half of `s` only; its negative signs the same.
  const low = s > CURVE_ORDER / 2n ? CURVE_ORDER - s : s
  const types = ['bytes32', 'bytes32', 'uint256', 'uint256', 'bytes', 'string'] as const
  const encoded = encodeAbiParameters(
    types.map((type) => ({ type })),
    [
      numberToHex(r, { size: 32 }),
      numberToHex(low, { size: 32 }),
      BigInt(parts.challengeIndex),
      BigInt(parts.typeIndex),
      bytesToHex(parts.data),
      parts.clientData.toString('utf8'),
    ],
  )
  return concatHex([x as Hex, y as Hex, encoded])
}

/** The two numbers of an ECDSA signature in DER, which was verified: a sequence of two integers. */
function readDer(der: Buffer): { r: bigint; s: bigint } {
  const rLength = der[3] ?? 0
  const sAt = 4 + rLength + 2
  const sLength = der[sAt - 1] ?? 0
  const integer = (from: number, length: number) => BigInt(toHex(der.subarray(from, from + length)))
  return { r: integer(4, rLength), s: integer(sAt, sLength) }
}
