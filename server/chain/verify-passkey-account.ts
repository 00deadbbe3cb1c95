import { passkeyAddress } from './passkey-address.ts'

/** Whether a passkey is the key of an account. One from before a move still signs, but for the account that was left. */
export function verifyPasskeyAccount(passkey: { rpId: string; x: string; y: string }, account: string): boolean {
  return passkeyAddress(passkey) === account
}
