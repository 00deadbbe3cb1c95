import type { AccountEventModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** What can happen to an account on chain. */
export type AccountEventKind =
  'moved' | 'frozen' | 'unfrozen' | 'recovery_announced' | 'recovery_refused' | 'recovery_completed'

/** One event about a whole account. */
export type AccountEvent = Narrow<AccountEventModel, { kind: AccountEventKind; by: 'member' | 'operator' | null }>
