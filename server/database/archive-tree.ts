import { logEntryBytes } from '../domain/archive/log-leaf.ts'
import {
  completedTiles,
  hashLeaf,
  type Hasher,
  rootOf,
  TILE_WIDTH,
  type TreeReader,
} from '../domain/archive/merkle-tree.ts'
import { assert } from '../domain/assert.ts'
import { listArchive } from './archive-files.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { ArchiveSubtreeModel } from './generated/models.ts'
import { saveRows } from './engine/save-rows.ts'

declare module './engine/tables.ts' {
  interface Rows {
    archive_subtree: Readonly<ArchiveSubtreeModel>
  }
}

/** The tree over the archive's log. A tile costs one query. */
export function archiveTree(reader: Reader, hash: Hasher): TreeReader {
  return {
    hash,
    readTile: async (level, index, width) => {
      const from = index * BigInt(TILE_WIDTH)
      if (level === 0) {
        const rows = await listArchive(reader, { from, rowsMax: width })
        return rows.map((row) => hashLeaf(hash, logEntryBytes(row)))
      }
      const rows = await reader.archiveSubtree.findMany({
        where: { level, index: { gte: from, lt: from + BigInt(width) } },
        orderBy: { index: 'asc' },
      })
      return rows.map((row) => Buffer.from(row.hash, 'hex'))
    },
  }
}

/** Stores the roots over the tiles that the entries from `from` to before `until` filled, in the transaction that added them. */
export async function keepFullTiles(
  tx: Transaction,
  hash: Hasher,
  { from, until }: { from: bigint; until: bigint },
): Promise<void> {
  const { readTile } = archiveTree(tx, hash)
  for (let index = from; index < until; index += 1n) {
    for (const tile of completedTiles(index)) {
      const hashes = await readTile(tile.level - 1, tile.index, TILE_WIDTH)
      assert(hashes.length === TILE_WIDTH, 'a full tile has all its hashes')
      await saveRows(tx, 'archive_subtree', [{ ...tile, hash: Buffer.from(rootOf(hash, hashes)).toString('hex') }])
    }
  }
}
