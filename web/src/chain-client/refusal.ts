/** Why nothing was signed in this browser. The codes have texts beside those of the server. */
export type RefusalCode =
  | 'wallet_missing'
  | 'wallet_refused'
  | 'wallet_other_account'
  | 'wallet_failed'
  | 'passkey_unsupported'
  | 'passkey_refused'
  | 'order_altered'
  | 'challenge_altered'

/** Nothing was signed, and nothing was sent. */
export class SigningRefused extends Error {
  override readonly name = 'SigningRefused'
  readonly code: RefusalCode

  constructor(code: RefusalCode, cause?: unknown) {
    super(code, { cause })
    this.code = code
  }
}
