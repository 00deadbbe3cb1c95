import type { Reader, Transaction } from './engine/client.ts'
import type { BlockModel } from './generated/models.ts'
import { insertNewRows } from './engine/save-rows.ts'

/** A canonical block that the indexer has applied. */
export type Block = Readonly<BlockModel>

declare module './engine/tables.ts' {
  interface Rows {
    block: Block
  }
}

/** The applied block of a number; null where none was kept. */
export async function findBlock(reader: Reader, number: bigint): Promise<Block | null> {
  return reader.block.findUnique({ where: { number } })
}

/** Applied blocks from `from` down to `to`, ends included. */
export async function listBlocksDown(reader: Reader, from: bigint, to: bigint, rowsMax: number): Promise<Block[]> {
  return reader.block.findMany({
    where: { number: { lte: from, gte: to } },
    orderBy: { number: 'desc' },
    take: rowsMax,
  })
}

/** Remembers blocks as applied. */
export async function insertBlocks(tx: Transaction, blocks: readonly Block[]): Promise<void> {
  await insertNewRows(tx, 'block', blocks, 'a block was applied twice')
}

/** Forgets the blocks above a number, because the chain did. */
export async function deleteBlocksAbove(tx: Transaction, number: bigint): Promise<void> {
  await tx.block.deleteMany({ where: { number: { gt: number } } })
}

/** Forgets old blocks that no reorg can reach. */
export async function deleteBlocksBelow(tx: Transaction, number: bigint): Promise<void> {
  await tx.block.deleteMany({ where: { number: { lt: number } } })
}
