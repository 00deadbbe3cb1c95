import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

import { isoCBOR } from '@simplewebauthn/server/helpers'

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()
const base64url = (data: string | Uint8Array) => Buffer.from(data).toString('base64url')

export const USER_PRESENT = 0x01
export const USER_VERIFIED = 0x04
const HAS_KEY = 0x40

/** What an authenticator or browser could get wrong; state only what the test is about. */
export interface PasskeyParts {
  readonly origin?: string
  readonly rpId?: string
  readonly flags?: number
  readonly type?: string
  readonly algorithm?: number
  /** Another point than the key's. */
  readonly x?: Uint8Array
  readonly crossOrigin?: boolean
}

/** A passkey as a phone keeps it, which answers in the JSON of @simplewebauthn/browser. */
export function aVirtualPasskey({ rpId = 'localhost', origin = 'http://localhost:8080' } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = publicKey.export({ format: 'jwk' })
  const [x, y] = [Buffer.from(jwk.x ?? '', 'base64url'), Buffer.from(jwk.y ?? '', 'base64url')]
  const rawId = randomBytes(32)
  const id = base64url(rawId)
  const envelope = { id, rawId: id, type: 'public-key', clientExtensionResults: {} } as const

  function clientData(type: string, challenge: string, parts: PasskeyParts) {
    const crossOrigin = parts.crossOrigin ?? false
    return JSON.stringify({ type: parts.type ?? type, challenge, origin: parts.origin ?? origin, crossOrigin })
  }

  function authenticatorData(flags: number, parts: PasskeyParts, more: Uint8Array = new Uint8Array()) {
    return Buffer.concat([sha256(parts.rpId ?? rpId), Buffer.from([flags]), Buffer.alloc(4), more])
  }

  return {
    id,
    x: `0x${x.toString('hex')}`,
    y: `0x${y.toString('hex')}`,
    /** What `startRegistration` gives. */
    register(challenge: string, parts: PasskeyParts = {}) {
      const key = new Map<number, number | Uint8Array>([
        [1, 2],
        [3, parts.algorithm ?? -7],
        [-1, 1],
        [-2, new Uint8Array(parts.x ?? x)],
        [-3, new Uint8Array(y)],
      ])
      const length = Buffer.alloc(2)
      length.writeUInt16BE(rawId.length)
      const credential = Buffer.concat([Buffer.alloc(16), length, rawId, isoCBOR.encode(key)])
      const flags = (parts.flags ?? USER_PRESENT | USER_VERIFIED) | HAS_KEY
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authenticatorData(flags, parts, credential))],
      ])
      const attestationObject = base64url(isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0]))
      const clientDataJSON = base64url(clientData('webauthn.create', challenge, parts))
      return { ...envelope, response: { clientDataJSON, attestationObject } }
    },
    /** What `startAuthentication` gives. */
    assert(challenge: string, parts: PasskeyParts = {}) {
      const client = clientData('webauthn.get', challenge, parts)
      const data = authenticatorData(parts.flags ?? USER_PRESENT | USER_VERIFIED, parts)
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)
      const response = {
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(signature),
      }
      return { ...envelope, response }
    },
  }
}
