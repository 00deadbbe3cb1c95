import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

import { challengeOfDigest, checkChallenge, toBase64Url } from './passkey-challenge.ts'
import { SigningRefused } from './refusal.ts'

/** COSE: ECDSA on P-256 with SHA-256, the only keys that the ledger checks. */
const ES256 = -7
const USER_ID_BYTES = 32

interface Challenge {
  challenge: string
  rpId: string
  rpName: string
}

/** What extensions say is asked for by nobody, and is not sent on. */
async function prompt<Answered extends object>(
  show: () => Promise<Answered>,
): Promise<Omit<Answered, 'clientExtensionResults'> & { clientExtensionResults: Record<string, never> }> {
  if (!browserSupportsWebAuthn()) throw new SigningRefused('passkey_unsupported')
  try {
    return { ...(await show()), clientExtensionResults: {} }
  } catch (error) {
    throw new SigningRefused('passkey_refused', error)
  }
}

/** Makes a passkey. The user handle is random: nothing about the member is kept in it. */
export async function makePasskey({ challenge, rpId, rpName }: Challenge) {
  checkChallenge(challenge)
  const user = toBase64Url(crypto.getRandomValues(new Uint8Array(USER_ID_BYTES)))
  return prompt(() =>
    startRegistration({
      optionsJSON: {
        challenge,
        rp: { id: rpId, name: rpName },
        user: { id: user, name: rpName, displayName: rpName },
        pubKeyCredParams: [{ type: 'public-key', alg: ES256 }],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
      },
    }),
  )
}

/** Has a passkey of this site sign a challenge of the server, which is for signing in and nothing else. */
export async function signChallenge({ challenge, rpId }: Pick<Challenge, 'challenge' | 'rpId'>) {
  checkChallenge(challenge)
  return prompt(() => startAuthentication({ optionsJSON: { challenge, rpId, userVerification: 'required' } }))
}

/** Has one of the member's passkeys sign the digest of an order. */
export async function signDigest(digest: string, { rpId, credentialIds }: { rpId: string; credentialIds: string[] }) {
  const challenge = toBase64Url(challengeOfDigest(digest))
  return prompt(() =>
    startAuthentication({
      optionsJSON: {
        challenge,
        rpId,
        userVerification: 'required',
        allowCredentials: credentialIds.map((id) => ({ id, type: 'public-key' as const })),
      },
    }),
  )
}
