import type { RedemptionListModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** Captured orders of one partner that are burned together. */
export type RedemptionList = Narrow<RedemptionListModel, { state: 'formed' | 'sent' | 'done' | 'failed' }>
