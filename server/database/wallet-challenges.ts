import type { WalletChallengeModel } from './generated/models.ts'

/** A nonce that a wallet must sign, once. */
export type WalletChallenge = Readonly<WalletChallengeModel>
