import type { RewardCodeModel } from './generated/models.ts'

/** A code of the pool of a gift code reward. */
export type RewardCode = Readonly<RewardCodeModel>
