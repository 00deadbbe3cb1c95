import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

import { isoCBOR } from '@simplewebauthn/server/helpers'

import type { Schemas } from '../../client/client.ts'

/** A passkey as this demo keeps it. */
export interface StoredPasskey {
  /** Credential id, base64url. */
  id: string
  /** The private key of P-256, PKCS #8 in PEM. */
  privateKey: string
}

/** The site at which a passkey is used. */
export interface Site {
  rpId: string
  origin: string
}

/** Answers as an authenticator with a browser before it does, in the JSON of @simplewebauthn/browser. */
export interface Authenticator {
  /** What `navigator.credentials.create` gives, with attestation `none`. */
  register(challenge: string, site: Site): Schemas['PasskeyRegistration']
  /** What `navigator.credentials.get` gives: the user was there and was verified. */
  assert(challenge: string, site: Site): Schemas['PasskeyAssertion']
}

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const HAS_CREDENTIAL = 0x40
/** COSE (RFC 9053): an elliptic curve key with both coordinates, for ECDSA with SHA-256, on P-256. */
const COSE_ES256 = [
  [1, 2],
  [3, -7],
  [-1, 1],
] as const
/** An authenticator that does not say of which make it is has these zeros. */
const MAKE_BYTES = 16
const ID_BYTES = 32

/** Makes a passkey. */
export function makePasskey(): StoredPasskey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    id: randomBytes(ID_BYTES).toString('base64url'),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

/** Opens a passkey: nothing of the server's verification is spared, only the phone is missing. */
export function openAuthenticator({ id, privateKey }: StoredPasskey): Authenticator {
  const key = createPrivateKey(privateKey)
  const envelope = { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} }
  return {
    register(challenge, site) {
      const flags = USER_PRESENT | USER_VERIFIED | HAS_CREDENTIAL
      const data = authenticatorData(site, flags, credentialData(id, key))
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(data)],
      ])
      const attestationObject = base64Url(isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0]))
      const clientDataJSON = base64Url(clientData('webauthn.create', challenge, site))
      return { ...envelope, response: { clientDataJSON, attestationObject } }
    },
    assert(challenge, site) {
      const client = clientData('webauthn.get', challenge, site)
      const data = authenticatorData(site, USER_PRESENT | USER_VERIFIED)
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), key)
      return {
        ...envelope,
        response: {
          clientDataJSON: base64Url(client),
          authenticatorData: base64Url(data),
          signature: base64Url(signature),
        },
      }
    },
  }
}

function clientData(type: string, challenge: string, { origin }: Site): string {
  return JSON.stringify({ type, challenge, origin, crossOrigin: false })
}

function authenticatorData({ rpId }: Site, flags: number, more: Uint8Array = new Uint8Array()): Buffer {
  const counter = Buffer.alloc(4)
  return Buffer.concat([sha256(rpId), Buffer.of(flags), counter, more])
}

function credentialData(id: string, key: ReturnType<typeof createPrivateKey>): Buffer {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' })
  const publicKey = new Map<number, number | Uint8Array>([
    ...COSE_ES256,
    [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
    [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
  ])
  const rawId = Buffer.from(id, 'base64url')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(rawId.length)
  return Buffer.concat([Buffer.alloc(MAKE_BYTES), length, rawId, isoCBOR.encode(publicKey)])
}

const sha256 = (data: string) => createHash('sha256').update(data).digest()
const base64Url = (data: string | Uint8Array) => Buffer.from(data).toString('base64url')
