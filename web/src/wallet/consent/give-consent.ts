import type { Consent, Order } from '../../api-client/account.ts'
import { SigningRefused } from '../../chain-client/refusal.ts'
import { findWallet } from '../sign-in/wallets.ts'

/** How the member consents to an order: with a PIN that was typed, or by a key that is asked. */
export type ConsentMeans = { kind: 'pin'; pin: string } | { kind: 'wallet'; account: string } | { kind: 'passkey' }

/**
 * Has the member's key sign an order. The code that signs is loaded now, and not before. A passkey shows nothing of
 * what it signs, so that the digest is computed here from what is shown, and must be the same.
 */
export async function giveConsent(means: ConsentMeans, order: Order | null): Promise<Consent> {
  if (means.kind === 'pin') return means
  if (order === null) throw new SigningRefused('order_altered')
  const { checkDigest, signOrder } = await import('../../chain-client/sign-with-wallet.ts')
  if (means.kind === 'wallet') {
    return { kind: 'wallet', signature: await signOrder(await findWallet(), means.account, order) }
  }
  checkDigest(order)
  if (order.passkeys === null) throw new SigningRefused('passkey_refused')
  const { signDigest } = await import('../../chain-client/sign-with-passkey.ts')
  return { kind: 'passkey', assertion: await signDigest(order.digest, order.passkeys) }
}
