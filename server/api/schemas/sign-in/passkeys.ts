import { z } from 'zod'

import { TimeOut } from '../values.ts'

const PART_LENGTH_MAX = 8_192
const ID_LENGTH_MAX = 1_400

/** Bytes as WebAuthn's JSON writes them. */
const base64Url = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url without padding')

/** The credential id of a passkey. */
export const CredentialId = base64Url(ID_LENGTH_MAX)

const credential = {
  id: CredentialId,
  rawId: base64Url(ID_LENGTH_MAX),
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
}

/** AuthenticationResponseJSON of WebAuthn, as `startAuthentication` of @simplewebauthn/browser gives it. */
export const PasskeyAssertion = z
  .strictObject({
    ...credential,
    response: z.strictObject({
      clientDataJSON: base64Url(PART_LENGTH_MAX),
      authenticatorData: base64Url(PART_LENGTH_MAX),
      signature: base64Url(PART_LENGTH_MAX),
      userHandle: base64Url(ID_LENGTH_MAX).optional(),
    }),
  })
  .meta({ id: 'PasskeyAssertion', description: 'What a passkey answers to a challenge (WebAuthn)' })

/** RegistrationResponseJSON of WebAuthn, as `startRegistration` of @simplewebauthn/browser gives it. */
export const PasskeyRegistration = z
  .strictObject({
    ...credential,
    response: z.strictObject({
      clientDataJSON: base64Url(PART_LENGTH_MAX),
      attestationObject: base64Url(PART_LENGTH_MAX),
      authenticatorData: base64Url(PART_LENGTH_MAX).optional(),
      publicKey: base64Url(PART_LENGTH_MAX).optional(),
      publicKeyAlgorithm: z.int().optional(),
      transports: z.array(z.string().max(32)).max(10).optional(),
    }),
  })
  .meta({ id: 'PasskeyRegistration', description: 'What a new passkey answers (WebAuthn); only ES256 keys are taken' })

export const RegisterPasskeyBody = z.strictObject({ registration: PasskeyRegistration }).meta({ id: 'RegisterPasskey' })

export const PasskeyChallengeResponse = z
  .object({
    challenge: z.string().meta({
      description:
        'base64url of `Entente passkey challenge v1: ` and 32 random bytes. Sign nothing else to sign in: orders are signed by their 32 bytes alone',
    }),
    rpId: z.string(),
    rpName: z.string(),
    expiresAt: TimeOut,
  })
  .meta({ id: 'PasskeyChallenge' })

/** Passkeys of a member, for the page that asks one of them to sign. */
export const PasskeyHints = z
  .object({ rpId: z.string(), credentialIds: z.array(z.string()) })
  .meta({ id: 'PasskeyHints', description: 'Which passkeys can sign' })
