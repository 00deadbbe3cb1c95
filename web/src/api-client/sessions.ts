import type { z } from 'zod'

import type { SignInBody } from '../../../server/api/schemas/sign-in/sessions.ts'
import type { WalletChallengeResponse } from '../../../server/api/schemas/members/members.ts'
import type {
  PasskeyAssertion as AssertionSchema,
  PasskeyChallengeResponse,
  PasskeyRegistration as RegistrationSchema,
} from '../../../server/api/schemas/sign-in/passkeys.ts'
import type { Me } from './me.ts'
import { request } from './request.ts'

export type PasskeyAssertion = z.input<typeof AssertionSchema>
export type PasskeyRegistration = z.input<typeof RegistrationSchema>
export type PasskeyChallenge = z.output<typeof PasskeyChallengeResponse>
export type WalletChallenge = z.output<typeof WalletChallengeResponse>

/** What a wallet must sign to sign in, once. */
export function startWalletChallenge(): Promise<WalletChallenge> {
  return request('/v1/wallet-challenges', { method: 'POST' })
}

/** What a passkey must sign to sign in, once. */
export function startPasskeyChallenge(): Promise<PasskeyChallenge> {
  return request('/v1/passkey-challenges', { method: 'POST' })
}

/** Signs in; the session is a cookie that no script can read. */
export function signIn(body: z.input<typeof SignInBody>): Promise<Me> {
  return request('/v1/sessions', { method: 'POST', body })
}

/** Makes a member of a new passkey, and signs in. */
export function registerPasskey(registration: PasskeyRegistration): Promise<Me> {
  return request('/v1/passkeys', { method: 'POST', body: { registration } })
}

/** Ends the session of this browser. */
export function signOut(): Promise<unknown> {
  return request('/v1/sessions/current', { method: 'DELETE' })
}
