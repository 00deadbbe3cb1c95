import type { Consent, Order } from '../../api-client/account.ts'
import { SigningRefused } from '../../chain-client/refusal.ts'
import { findWallet } from '../sign-in/wallets.ts'

/** How an order is agreed to: with a PIN that was typed, or by a key that is asked. */
export type Agreeing = { kind: 'pin'; pin: string } | { kind: 'wallet'; account: string } | { kind: 'passkey' }

/**
 * Has the member's key sign an order. The code that signs is loaded now, and not before. A passkey shows nothing of
 * what it signs, so that the digest is computed here from what is shown, and must be the same.
 */
export async function agree(agreeing: Agreeing, order: Order | null): Promise<Consent> {
  if (agreeing.kind === 'pin') return agreeing
  if (order === null) throw new SigningRefused('order_altered')
  const { checkDigest, signOrder } = await import('../../chain-client/sign-with-wallet.ts')
  if (agreeing.kind === 'wallet') {
    return { kind: 'wallet', signature: await signOrder(await findWallet(), agreeing.account, order) }
  }
  checkDigest(order)
  if (order.passkeys === null) throw new SigningRefused('passkey_refused')
  const { signDigest } = await import('../../chain-client/sign-with-passkey.ts')
  return { kind: 'passkey', assertion: await signDigest(order.digest, order.passkeys) }
}
