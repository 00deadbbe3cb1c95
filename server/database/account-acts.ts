import type { AccountActModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** What can be done to an account. */
export type AccountActKind =
  'freeze' | 'unfreeze' | 'move' | 'announce_recovery' | 'refuse_recovery' | 'cancel_recovery' | 'complete_recovery'

/** What a member, or the operator for them, does to an account on chain. */
export type AccountAct = Narrow<AccountActModel, { kind: AccountActKind; state: 'requested' | 'done' | 'failed' }>
