import { assert } from '../domain/assert.ts'
import type { Reader, Transaction } from './client.ts'
import type { ShortfallModel } from './generated/models.ts'
import { insertRows } from './save-rows.ts'

/** One DebitShortfall event: points of a return that the account no longer had. */
export type Shortfall = Readonly<ShortfallModel>

/** Remembers shortfalls that the chain has logged. */
export async function insertShortfalls(tx: Transaction, shortfalls: readonly Shortfall[]): Promise<void> {
  const inserted = await insertRows(tx, 'shortfall', shortfalls)
  assert(inserted.length === shortfalls.length, 'a shortfall was applied twice')
}

/** Forgets the shortfalls of blocks above a number, because the chain did. */
export async function deleteShortfallsAbove(tx: Transaction, blockNumber: bigint): Promise<void> {
  await tx.shortfall.deleteMany({ where: { blockNumber: { gt: blockNumber } } })
}
