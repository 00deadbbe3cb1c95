import type { RedemptionModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** A hold and what became of it. */
export type Redemption = Narrow<
  RedemptionModel,
  { consentKind: 'wallet' | 'passkey' | 'pin' | null; state: 'held' | 'captured' | 'voided' }
>
