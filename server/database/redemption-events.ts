import type { RedemptionEventModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** One event of PointsRedemption. */
export type RedemptionEvent = Narrow<RedemptionEventModel, { kind: 'redeemed' | 'refused' | 'restored' }>
