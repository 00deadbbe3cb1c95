import { Rejection } from '../domain/rejection.ts'
import type { OpenedSession } from './open-session.ts'
import { signInWallet, type SignInWalletDeps } from './sign-in-wallet.ts'

/** What somebody brings to sign in. */
export type Credentials =
  | { readonly kind: 'wallet'; readonly message: string; readonly signature: string }
  | { readonly kind: 'passkey' | 'card' }

/** Opens a session for the member who proves to be one. Whatever is wrong, the refusal says the same. */
export async function signIn(deps: SignInWalletDeps, credentials: Credentials): Promise<OpenedSession> {
  // Nobody has a passkey or a PIN yet.
  if (credentials.kind !== 'wallet') throw new Rejection('sign_in_failed')
  return signInWallet(deps, credentials)
}
