/** A key of the browser's own, which scripts use and cannot read. */
export type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** Both halves of a key to sign with. */
export interface WebKeyPair {
  readonly publicKey: WebKey
  readonly privateKey: WebKey
}
