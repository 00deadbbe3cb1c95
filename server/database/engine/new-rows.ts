import type { NewPartnerEvent } from '../../domain/partner-events.ts'
import type { NewRow, TableName } from './tables.ts'

/** New rows of one table. */
export type Insert = { [T in TableName]: { readonly table: T; readonly rows: readonly NewRow<T>[] } }[TableName]

/** New rows of several tables, in the order in which they refer to each other, and what happened to partners' objects by them. */
export interface NewRows {
  readonly inserts: readonly Insert[]
  readonly events: readonly NewPartnerEvent[]
}

/** One of the rows is there already, or was at the same time: none was inserted. */
export class RowTaken extends Error {
  override readonly name = 'RowTaken'

  constructor(cause?: unknown) {
    super('a row with one of these names is in the database already', { cause })
  }
}
