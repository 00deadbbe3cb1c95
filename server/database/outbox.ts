import type { OutboxEntryModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** Signed points of one member at one partner, explained by one purchase or return. */
export type OutboxEntry = Narrow<OutboxEntryModel, { kind: 'accrual' | 'accrual_reversal' | 'shortfall_recovery' }>
