import type { RewardClaimModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** A reward that a member got for points. */
export type RewardClaim = Narrow<RewardClaimModel, { state: 'issued' | 'redeemed' | 'cancelled' }>
