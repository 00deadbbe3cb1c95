import { readNextEntry } from '../chain/read-next-entry.ts'
import { readEpochAt } from '../chain/read-ledger-at.ts'
import { readGasUsed } from '../chain/read-gas-used.ts'
import type { Chain } from '../chain/client.ts'
import { insertBlocks } from '../database/blocks.ts'
import type { Reader } from '../database/client.ts'
import { moveChainCursor, type ChainCursor } from '../database/chain-cursor.ts'
import { insertMovements, listLots } from '../database/movements.ts'
import { insertPartnerEvents } from '../database/partner-events.ts'
import { insertPostedBatches, listNextEntries } from '../database/posted-batches.ts'
import { insertShortfalls } from '../database/shortfalls.ts'
import { assert } from '../domain/assert.ts'
import type { CollectedBlock } from './collect-blocks.ts'
import type { IndexerDeps } from './deps.ts'
import type { LotsByAccount } from './move-lots.ts'
import { planBlock, type BlockRows } from './plan-block.ts'

const NO_ROWS: BlockRows = { postedBatches: [], movements: [], shortfalls: [], partnerEvents: [] }

/**
 * Applies blocks that follow the cursor, each with its rows and the cursor in one transaction; a run of blocks without
 * logs is one transaction. Returns where the cursor then stands, or null when somebody else had moved it.
 */
export async function applyBlocks(
  deps: IndexerDeps,
  cursor: ChainCursor,
  blocks: readonly CollectedBlock[],
): Promise<ChainCursor | null> {
  let seen: ChainCursor | null = cursor
  let empty: CollectedBlock[] = []
  for (const block of blocks) {
    if (block.logs.length === 0) {
      empty.push(block)
      continue
    }
    // What a block changes depends on the state that the blocks before it left: it is looked up only after them.
    seen = seen && (await applyRun(deps, seen, empty, NO_ROWS))
    empty = []
    seen = seen && (await applyRun(deps, seen, [block], await planRows(deps, block)))
  }
  return seen && applyRun(deps, seen, empty, NO_ROWS)
}

async function applyRun(
  { database }: IndexerDeps,
  seen: ChainCursor,
  blocks: readonly CollectedBlock[],
  rows: BlockRows,
): Promise<ChainCursor | null> {
  const last = blocks.at(-1)?.header
  if (last === undefined) return seen
  assert(last.number > seen.processedNumber, 'a block was applied out of order')
  return database.transaction(async (tx) => {
    // First, because it locks the cursor: two processes that both believe to lead come one after the other.
    if (!(await moveChainCursor(tx, seen, last))) return null
    await insertBlocks(
      tx,
      blocks.map(({ header: { number, hash, parentHash, timestamp } }) => ({ number, hash, parentHash, timestamp })),
    )
    await insertPostedBatches(tx, rows.postedBatches)
    await insertMovements(tx, rows.movements)
    await insertShortfalls(tx, rows.shortfalls)
    await insertPartnerEvents(tx, rows.partnerEvents)
    return { ...seen, processedNumber: last.number, processedHash: last.hash, behindSince: null }
  })
}

async function planRows({ database, chain, clock }: IndexerDeps, { header, logs }: CollectedBlock): Promise<BlockRows> {
  const posted = logs.filter((log) => log.kind === 'batch_posted')
  const partnerIds = [...new Set(posted.map((log) => log.partnerId))]
  const hashes = [...new Set(posted.map((log) => log.transactionHash))]
  const accounts = new Set(logs.flatMap((log) => (log.kind === 'transfer' ? [log.from, log.to] : [])))
  const [epoch, nextEntryOnChain, gasUsed, lots, nextEntryApplied] = await Promise.all([
    accounts.size === 0 ? 0 : readEpochAt(chain, header.hash),
    readNextEntries(chain, partnerIds, header.hash),
    readGasUsed(chain, hashes, header.hash),
    readLots(database, [...accounts]),
    listNextEntries(database, partnerIds),
  ])
  const { number, hash, timestamp } = header
  return planBlock({
    number,
    hash,
    timestamp,
    epoch,
    logs,
    lots,
    nextEntryApplied,
    nextEntryOnChain,
    gasUsed,
    seenAt: clock.now(),
  })
}

async function readNextEntries(
  chain: Chain,
  partnerIds: readonly number[],
  blockHash: CollectedBlock['header']['hash'],
): Promise<Map<number, bigint>> {
  const read = partnerIds.map(async (id) => [id, await readNextEntry(chain, id, blockHash)] as const)
  return new Map(await Promise.all(read))
}

async function readLots(reader: Reader, accounts: readonly string[]): Promise<LotsByAccount> {
  const lots: LotsByAccount = new Map()
  for (const { account, epoch, points } of await listLots(reader, accounts)) {
    lots.set(account, (lots.get(account) ?? new Map<number, bigint>()).set(epoch, points))
  }
  return lots
}
