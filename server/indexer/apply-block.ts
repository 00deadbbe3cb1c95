import { readNextEntry } from '../chain/read-next-entry.ts'
import { readIsStateMissing } from '../chain/chain-error.ts'
import type { BlockHeader } from '../chain/read-blocks.ts'
import { readHead } from '../chain/read-head.ts'
import { readEpochAt, readEpochScale } from '../chain/read-ledger-at.ts'
import { readReceipts } from '../chain/read-receipts.ts'
import { insertBlocks } from '../database/blocks.ts'
import type { Reader } from '../database/engine/client.ts'
import { moveChainCursor, type ChainCursor } from '../database/chain-cursor.ts'
import { listLots } from '../database/movements.ts'
import { listNextEntries } from '../database/posted-batches.ts'
import { type BlockRows, insertProjections } from '../database/projections.ts'
import { assert } from '../domain/assert.ts'
import { epochAt } from '../domain/lots.ts'
import type { CollectedBlock } from './collect-blocks.ts'
import type { IndexerDeps } from './deps.ts'
import type { LotsByAccount } from './move-lots.ts'
import { planBlock } from './plan-block.ts'

/** So many newest blocks every node answers for. */
const STATES_EXPECTED = 32n

const NO_ROWS: Partial<BlockRows> = {}

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
  rows: Partial<BlockRows>,
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
    await insertProjections(tx, rows)
    return { ...seen, processedNumber: last.number, processedHash: last.hash, behindSince: null }
  })
}

async function planRows(deps: IndexerDeps, { header, logs }: CollectedBlock): Promise<BlockRows> {
  const { database, chain, clock } = deps
  const posted = logs.filter((log) => log.kind === 'batch_posted')
  const partnerIds = [...new Set(posted.map((log) => log.partnerId))]
  const hashes = [...new Set(posted.map((log) => log.transactionHash))]
  const accounts = new Set(logs.flatMap((log) => (log.kind === 'transfer' ? [log.from, log.to] : [])))
  const [epoch, nextEntryOnChain, receipts, lots, nextEntryApplied] = await Promise.all([
    accounts.size === 0 ? 0 : readEpoch(deps, header),
    readNextEntries(deps, partnerIds, header),
    readReceipts(chain, hashes, header.hash),
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
    receipts,
    seenAt: clock.now(),
  })
}

/** By the contract's own state at the block; where that is gone, by the block's time, which gives the same. */
async function readEpoch(deps: IndexerDeps, header: BlockHeader): Promise<number> {
  const epoch = await unlessStateIsGone(deps, header, readEpochAt(deps.chain, header.hash))
  return epoch ?? epochAt(Math.floor(header.timestamp.getTime() / 1_000), await readEpochScale(deps.chain))
}

/** A partner is left out where the state of the block is gone: the comparison at the head answers for the batches then. */
async function readNextEntries(
  deps: IndexerDeps,
  partnerIds: readonly number[],
  header: BlockHeader,
): Promise<Map<number, bigint>> {
  const read = partnerIds.map(
    async (id) => [id, await unlessStateIsGone(deps, header, readNextEntry(deps.chain, id, header.hash))] as const,
  )
  return new Map((await Promise.all(read)).filter((entry): entry is [number, bigint] => entry[1] !== null))
}

/**
 * Only archives keep the state of every block: geth has the newest 128, the embedded chain 64. Null for a block so far
 * below the head; nearer to it a missing state is an endpoint that must not be believed.
 */
async function unlessStateIsGone<T>(
  { chain, statesExpected = STATES_EXPECTED }: IndexerDeps,
  { number }: BlockHeader,
  reading: Promise<T>,
): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (!readIsStateMissing(error)) throw error
    if ((await readHead(chain)).number - number < statesExpected) throw error
    return null
  }
}

async function readLots(reader: Reader, accounts: readonly string[]): Promise<LotsByAccount> {
  const lots: LotsByAccount = new Map()
  for (const { account, epoch, points } of await listLots(reader, accounts)) {
    lots.set(account, (lots.get(account) ?? new Map<number, bigint>()).set(epoch, points))
  }
  return lots
}
