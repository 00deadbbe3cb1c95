import type { PasskeyModel } from './generated/models.ts'

/** A WebAuthn credential whose public key is a member's key. */
export type Passkey = Readonly<PasskeyModel>
