import type { TransactionClient } from '../generated/internal/prismaNamespace.ts'
import type { NewRows } from './new-rows.ts'

/** What find*, list* and get* functions read from: the database, or an open transaction. */
export type Reader = TransactionClient

declare const open: unique symbol
/** An open transaction. Only `Database.transaction` makes one, and it remembers the rows written through it. */
export type Transaction = Reader & { readonly [open]: true }

export interface Database extends Reader {
  /**
   * Commits what `run` did and resolves when it is durable; undoes it when `run` throws. NOTE: inside `run`, ask `tx` and
   * never the database: embedded, it has one connection, which the transaction holds.
   */
  transaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T>
  /**
   * Inserts rows that must all be new, and stores the events of it, in one statement where the database allows that: durable when it
   * resolves. Nothing is inserted, and `RowTaken` thrown, when one of them is there already.
   */
  insertAll(rows: NewRows): Promise<void>
  /** Ends all work and connections. The journal stays open; its opener closes it. */
  close(): Promise<void>
}
