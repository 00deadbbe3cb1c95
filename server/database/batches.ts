import type { BatchModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** Why a batch waits although it could be sent. */
export type ParkedReason =
  | 'partner_suspended'
  | 'allowance_exhausted'
  | 'daily_limit_reached'
  | 'paused'
  | 'signer_unavailable'

/** Entries of one partner that travel together. */
export type Batch = Narrow<
  BatchModel,
  { state: 'formed' | 'signed' | 'bound' | 'posted' | 'parked'; parkedReason: ParkedReason | null }
>
