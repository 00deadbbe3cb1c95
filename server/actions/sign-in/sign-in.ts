import type { PasskeyAssertion } from '../../chain/verify-passkey-assertion.ts'
import type { PasskeyDeps } from './enrol-passkey.ts'
import type { OpenedSession } from './open-session.ts'
import { type OpenedCardSession, signInCard, type SignInCardDeps } from './sign-in-card.ts'
import { signInPasskey } from './sign-in-passkey.ts'
import { signInWallet, type SignInWalletDeps } from './sign-in-wallet.ts'

/** What somebody brings to sign in. */
export type Credentials =
  | { readonly kind: 'wallet'; readonly message: string; readonly signature: string }
  | { readonly kind: 'passkey'; readonly assertion: PasskeyAssertion }
  | { readonly kind: 'card'; readonly cardNumber: string; readonly pin: string; readonly device: string | null }

/** Opens a session for the member who proves to be one. Whatever is wrong, the refusal says the same. */
export async function signIn(
  deps: SignInWalletDeps & PasskeyDeps & SignInCardDeps,
  credentials: Credentials,
): Promise<OpenedSession | OpenedCardSession> {
  switch (credentials.kind) {
    case 'wallet':
      return signInWallet(deps, credentials)
    case 'passkey':
      return signInPasskey(deps, credentials.assertion)
    case 'card':
      return signInCard(deps, credentials)
  }
}
