import { deleteBlocksAbove } from './blocks.ts'
import type { Transaction } from './engine/client.ts'
import { insertNewRows } from './engine/save-rows.ts'
import type { Row } from './engine/tables.ts'

/** What the chain logs, as rows. The indexer writes them, block by block, and takes them back with their block. */
const PROJECTIONS = [
  'posted_batch',
  'movement',
  'shortfall',
  'partner_event',
  'redemption_event',
  'account_event',
  'power_event',
  'clearing_event',
  'log_anchor',
] as const

type Projection = (typeof PROJECTIONS)[number]

/** The rows that one block adds to the projections. */
export type BlockRows = { readonly [T in Projection]: readonly Row<T>[] }

/** Remembers what the chain has logged. */
export async function insertProjections(tx: Transaction, rows: Partial<BlockRows>): Promise<void> {
  const insert = <T extends Projection>(table: T) =>
    insertNewRows(tx, table, rows[table] ?? [], `a row of ${table} was applied twice`)
  for (const table of PROJECTIONS) await insert(table)
}

/** Forgets the blocks above a number and all that they have logged, because the chain did. */
export async function deleteProjectionsAbove(tx: Transaction, blockNumber: bigint): Promise<void> {
  await deleteBlocksAbove(tx, blockNumber)
  for (const table of PROJECTIONS)
    await tx.$executeRawUnsafe(`delete from ${table} where block_number > $1`, blockNumber)
}
