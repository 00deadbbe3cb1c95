import type { LaneModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** One sending account. */
export type Lane = Narrow<
  LaneModel,
  { purpose: 'batches' | 'operator'; state: 'active' | 'quarantined' | 'paused' }
>
