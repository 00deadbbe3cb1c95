import type { Schemas } from '../../../client/client.ts'
import type { Me } from './me.ts'
import { dataOf, server } from './request.ts'

export type PasskeyAssertion = Schemas['PasskeyAssertion']
export type PasskeyRegistration = Schemas['PasskeyRegistration']
export type PasskeyChallenge = Schemas['PasskeyChallenge']
export type WalletChallenge = Schemas['WalletChallenge']

/** What a wallet must sign to sign in, once. */
export function startWalletChallenge(): Promise<WalletChallenge> {
  return dataOf(server.POST('/v1/wallet-challenges'))
}

/** What a passkey must sign to sign in, once. */
export function startPasskeyChallenge(): Promise<PasskeyChallenge> {
  return dataOf(server.POST('/v1/passkey-challenges'))
}

/** Signs in; the session is a cookie that no script can read. */
export function signIn(body: Schemas['SignIn']): Promise<Me> {
  return dataOf(server.POST('/v1/sessions', { body }))
}

/** Makes a member of a new passkey, and signs in. */
export function registerPasskey(registration: PasskeyRegistration): Promise<Me> {
  return dataOf(server.POST('/v1/passkeys', { body: { registration } }))
}

/** Ends the session of this browser. */
export function signOut(): Promise<unknown> {
  return dataOf(server.DELETE('/v1/sessions/current'))
}
