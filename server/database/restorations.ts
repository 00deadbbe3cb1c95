import type { RestorationModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** Points of a burned redemption that the partner gives back. */
export type Restoration = Narrow<RestorationModel, { state: 'requested' | 'sent' | 'done' | 'failed' }>
