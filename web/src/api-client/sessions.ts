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

export type OwnSession = Schemas['OwnSession']

/** Where the member is signed in. */
export async function listOwnSessions(): Promise<OwnSession[]> {
  return (await dataOf(server.GET('/v1/sessions'))).data
}

/** Ends one session of the member, in whichever browser. */
export function endSession(sessionId: string): Promise<unknown> {
  return dataOf(server.DELETE('/v1/sessions/{sessionId}', { params: { path: { sessionId } } }))
}

/** Ends all sessions of the member but that of this browser. */
export function endOtherSessions(): Promise<unknown> {
  return dataOf(server.DELETE('/v1/sessions'))
}
