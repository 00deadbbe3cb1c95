import { createPublicKey } from 'node:crypto'

import { verifyRegistrationResponse, type RegistrationResponseJSON } from '@simplewebauthn/server'
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers'
import { bytesToHex } from 'viem'

import { passkeyAddress, type PasskeyPoint } from './passkey-address.ts'

/** What a browser gives for `navigator.credentials.create`, as @simplewebauthn/browser writes it. */
export interface PasskeyRegistration {
  readonly id: string
  readonly rawId: string
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string }
}

/** A new passkey whose registration was right. */
export interface ProvenPasskey extends PasskeyPoint {
  /** Credential id, base64url. */
  readonly id: string
  /** The member's address that follows from it. */
  readonly address: string
  /** What it answered to; whether that is ours and unused, the database knows. */
  readonly challenge: string
}

export type RegistrationVerdict =
  | { readonly status: 'proven'; readonly passkey: ProvenPasskey }
  | { readonly status: 'refused'; readonly reason: string }

/** ECDSA with P-256 and SHA-256: what the contracts can check. */
const ES256 = -7
const COORDINATE_BYTES = 32

/** Verifies the registration of a passkey (WebAuthn, section 7.1): made at our site, by its user, with a key of P-256. */
export async function verifyPasskeyRegistration(
  { id, rawId, response }: PasskeyRegistration,
  { rpId, origin }: { rpId: string; origin: string },
): Promise<RegistrationVerdict> {
  let challenge = ''
  const { clientDataJSON, attestationObject } = response
  const given: RegistrationResponseJSON = {
    id,
    rawId,
    response: { clientDataJSON, attestationObject },
    type: 'public-key',
    clientExtensionResults: {},
  }
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: given,
      expectedChallenge: (answered) => ((challenge = answered), true),
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [ES256],
    })
    if (!verified) return { status: 'refused', reason: 'attestation_invalid' }
    const point = readPoint(registrationInfo.credential.publicKey)
    const passkey = {
      id: registrationInfo.credential.id,
      ...point,
      address: passkeyAddress({ rpId, ...point }),
      challenge,
    }
    return { status: 'proven', passkey }
  } catch (error) {
    // The library throws for everything that is wrong with what a stranger sent; nothing of it is asked of anybody else.
    return { status: 'refused', reason: reasonOf(error) }
  }
}

class PointInvalid extends Error {}

function readPoint(publicKey: Parameters<typeof decodeCredentialPublicKey>[0]): { x: string; y: string } {
  const key = decodeCredentialPublicKey(publicKey)
  const [x, y] = cose.isCOSEPublicKeyEC2(key) ? [key.get(cose.COSEKEYS.x), key.get(cose.COSEKEYS.y)] : []
  if (x?.length !== COORDINATE_BYTES || y?.length !== COORDINATE_BYTES) throw new PointInvalid()
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  // Throws for a point that is not on the curve: points sent to its address could never be spent.
  createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: text(x), y: text(y) }, format: 'jwk' })
  return { x: bytesToHex(x), y: bytesToHex(y) }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  if (message.startsWith('Unexpected registration response origin')) return 'origin_differs'
  if (error instanceof Error && error.name === 'UnexpectedRPIDHash') return 'site_differs'
  if (message.startsWith('User ')) return 'user_not_verified'
  if (message.startsWith('Unexpected public key alg')) return 'algorithm_unsupported'
  return 'registration_malformed'
}
