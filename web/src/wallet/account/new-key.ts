import { readMoveOrder, type MoveOrder } from '../../api-client/account.ts'
import { type PasskeyAssertion, type PasskeyRegistration, startPasskeyChallenge } from '../../api-client/sessions.ts'
import { findWallet } from '../sign-in/wallets.ts'

/** The new key of an account, which has signed that the account may come to it. */
export type NewKey = { order: MoveOrder; toAccount: string } & (
  | { toKind: 'wallet'; toSignature: string }
  | { toKind: 'passkey'; toRegistration: PasskeyRegistration; toAssertion: PasskeyAssertion }
)

/** Has the wallet of this browser sign that the account may come to it. */
export async function moveToWallet(): Promise<NewKey> {
  const { requestAccounts, signOrder } = await import('../../chain-client/sign-with-wallet.ts')
  const wallet = await findWallet()
  const [toAccount = ''] = await requestAccounts(wallet)
  const order = await readMoveOrder(toAccount)
  return { toKind: 'wallet', order, toAccount, toSignature: await signOrder(wallet, toAccount, order) }
}

/** Makes a passkey, and has it sign that the account may come to it. */
export async function moveToPasskey(): Promise<NewKey> {
  const [{ makePasskey, signDigest }, { passkeyAccount }, { checkDigest }] = await Promise.all([
    import('../../chain-client/sign-with-passkey.ts'),
    import('../../chain-client/passkey-account.ts'),
    import('../../chain-client/sign-with-wallet.ts'),
  ])
  const challenge = await startPasskeyChallenge()
  const toRegistration = await makePasskey(challenge)
  const toAccount = passkeyAccount(challenge.rpId, toRegistration.response.publicKey)
  const order = await readMoveOrder(toAccount)
  checkDigest(order)
  const toAssertion = await signDigest(order.digest, { rpId: challenge.rpId, credentialIds: [toRegistration.id] })
  return { toKind: 'passkey', order, toAccount, toRegistration, toAssertion }
}
