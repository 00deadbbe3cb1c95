import type { Chain } from '../../chain/client.ts'
import { type SignatureVerdict, verifyOrderSignature } from '../../chain/verify-order-signature.ts'
import {
  type PasskeyAssertion,
  type PasskeyVerdict,
  verifyPasskeyAssertion,
} from '../../chain/verify-passkey-assertion.ts'
import type { Reader } from '../../database/engine/client.ts'
import { Transient } from '../../domain/rejection.ts'
import { chainAnswer } from '../requests/chain-answer.ts'
import type { PasskeyTerms } from './enrol-passkey.ts'
import { listPasskeysOfAccount } from './own-passkeys.ts'

/** Whether a wallet signed a digest; a contract wallet is asked over the chain, for a short while. */
export async function verifyWalletOf(
  { chain }: { chain: Chain },
  signed: { account: string; digest: string; signature: string },
): Promise<SignatureVerdict> {
  const verdict = await chainAnswer(verifyOrderSignature(chain, signed))
  // Here the signature is not the key's own, and only the chain knows whether the account has code that says yes to it: any
  // account of a plain key can get some (EIP-7702), so that nothing kept here, not even an earlier signature of that key, makes
  // a refusal true. The question stays open and nothing is recorded; the same request, sent again, gets its answer.
  if (verdict === null) throw new Transient('no endpoint could check a contract wallet in time', null)
  return verdict
}

/** Whether the passkey of a member's account signed a digest; one from before a move signs for the account that was left. */
export async function verifyPasskeyOf(
  { db, passkeyTerms }: { db: Reader; passkeyTerms: PasskeyTerms },
  owner: { memberId: string; account: string },
  { digest, assertion }: { digest: string; assertion: PasskeyAssertion },
): Promise<PasskeyVerdict | { readonly status: 'refused'; readonly reason: 'passkey_of_another' }> {
  const passkey = (await listPasskeysOfAccount(db, owner)).find(({ id }) => id === assertion.id)
  if (passkey === undefined) return { status: 'refused', reason: 'passkey_of_another' }
  const { rpId, x, y } = passkey
  return verifyPasskeyAssertion(assertion, digest, { rpId, origin: passkeyTerms.origin, x, y })
}
