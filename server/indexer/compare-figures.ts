import { readBalancesAt, readEpochAt, readTotalSupplyAt, type BlockHash } from '../chain/read-ledger-at.ts'
import { readRedeemedInMonth } from '../chain/read-month-totals.ts'
import { readClosing } from '../chain/read-closing.ts'
import { readNextEntry } from '../chain/read-next-entry.ts'
import { findBlock } from '../database/blocks.ts'
import type { ChainCursor } from '../database/chain-cursor.ts'
import { findFollowedMonth } from '../database/clearing-events.ts'
import { listHolders, sumPointsFrom } from '../database/movements.ts'
import { findUnknownPartner } from '../database/partner-events.ts'
import { listPartners } from '../database/partners.ts'
import { findForgottenBatch, listNextEntries } from '../database/posted-batches.ts'
import { sumRedemptionEvents } from '../database/redemption-events.ts'
import { LOTS_LIVE } from '../domain/lots.ts'
import { monthOf, monthSpan, monthText } from '../domain/utc-days.ts'
import type { IndexerDeps } from './deps.ts'

/** Accounts whose balances are compared; the total supply answers for the others. */
export const ACCOUNTS_COMPARED_MAX = 500

const PARTNERS_PER_PAGE = 200

/** The first figure in which the projections differ from the contracts at the block up to which they go; else null. */
export async function findDifference(deps: IndexerDeps, cursor: ChainCursor): Promise<string | null> {
  return (
    (await findSupplyDifference(deps, cursor)) ??
    (await findPartnerDifference(deps, cursor)) ??
    (await findClosingDifference(deps, cursor))
  )
}

/** Whether Clearing closed a month at that block of which not all is known: its end, each position, and that all add up to zero. */
export async function findClosingDifference(
  { database, chain }: IndexerDeps,
  cursor: ChainCursor,
): Promise<string | null> {
  const closing = await readClosing(chain, cursor.processedHash)
  if (closing === null) return null
  const { month, before } = closing
  const followed = await findFollowedMonth(database, month - 1)
  const isSame =
    followed === null
      ? !before.isClosed
      : before.isClosed &&
        before.pool === followed.pool &&
        before.positions === followed.positionsFollowed &&
        followed.pool + followed.sumOfNets === 0n
  if (isSame) return null
  const known = followed === null ? 'nothing' : `${followed.positionsFollowed} positions`
  return `at block ${cursor.processedNumber} month ${monthText(month - 1)} is closed with ${before.positions} positions and a pool of ${before.pool}, of which ${known} of the events are known`
}

async function findSupplyDifference({ database, chain }: IndexerDeps, cursor: ChainCursor): Promise<string | null> {
  const at = cursor.processedHash as BlockHash
  const firstEpoch = (await readEpochAt(chain, at)) - LOTS_LIVE + 1
  const [supply, points] = [await readTotalSupplyAt(chain, at), await sumPointsFrom(database, firstEpoch)]
  if (supply !== points) {
    return `at block ${cursor.processedNumber} the total supply is ${supply}, but the movements add up to ${points}`
  }
  // Another sample at every block, and the same one when it is asked for again.
  const holders = await listHolders(database, { firstEpoch, seed: at, rowsMax: ACCOUNTS_COMPARED_MAX })
  const balances = await readBalancesAt(
    chain,
    holders.map(({ account }) => account),
    at,
  )
  for (const { account, points: own } of holders) {
    const balance = balances.get(account)
    if (balance === own) continue
    return `at block ${cursor.processedNumber} ${account} has ${balance ?? 0n} points, but its movements add up to ${own}`
  }
  return null
}

/**
 * The first partner whose next entry, or whose redeemed or restored points of the running month, are others in the contracts
 * than in the projections, at that same block; else null.
 */
export async function findPartnerDifference(deps: IndexerDeps, cursor: ChainCursor): Promise<string | null> {
  const block = await findBlock(deps.database, cursor.processedNumber)
  // Another process went on meanwhile, or took it back: there is nothing left to compare with.
  if (block?.hash !== cursor.processedHash) return null
  for (let after = -1; ;) {
    const partners = await listPartners(deps.database, { after, rowsMax: PARTNERS_PER_PAGE })
    const last = partners.at(-1)
    if (last === undefined) return null
    const ids = partners.map(({ id }) => id)
    const difference =
      (await findEntryDifference(deps, cursor, ids)) ??
      (await findMonthDifference(deps, cursor, monthOf(block.timestamp), ids))
    if (difference !== null) return difference
    after = last.id
  }
}

async function findEntryDifference(
  { database, chain }: IndexerDeps,
  cursor: ChainCursor,
  ids: readonly number[],
): Promise<string | null> {
  const applied = await listNextEntries(database, ids)
  for (const id of ids) {
    const onChain = await readNextEntry(chain, id, cursor.processedHash)
    if (onChain === (applied.get(id) ?? 1n)) continue
    return `at block ${cursor.processedNumber} partner ${id} is at entry ${onChain}, but the batches end before ${applied.get(id) ?? 1n}`
  }
  return null
}

async function findMonthDifference(
  { database, chain }: IndexerDeps,
  cursor: ChainCursor,
  month: number,
  ids: readonly number[],
): Promise<string | null> {
  const applied = await sumRedemptionEvents(database, ids, monthSpan(month))
  for (const id of ids) {
    const onChain = await readRedeemedInMonth(chain, id, month, cursor.processedHash)
    const own = applied.get(id) ?? { redeemed: 0n, restored: 0n }
    if (onChain.redeemed === own.redeemed && onChain.restored === own.restored) continue
    return (
      `at block ${cursor.processedNumber} partner ${id} has redeemed ${onChain.redeemed} and restored ${onChain.restored} points ` +
      `this month, but its events add up to ${own.redeemed} and ${own.restored}`
    )
  }
  return null
}

/**
 * What the chain holds of this server's own doing that this database has never known: then it is older than the chain. Else
 * null. A batch that anybody else sent is no such thing: its partner may post what it signs.
 */
export async function findForgotten({ database, cell }: IndexerDeps): Promise<string | null> {
  const partnerId = await findUnknownPartner(database, cell)
  if (partnerId !== null) return `partner ${partnerId}, which this database does not know`
  const batch = await findForgottenBatch(database)
  if (batch === null) return null
  return `the batch of partner ${batch.partnerId} at entry ${batch.firstEntry}, which this server sent and this database never formed`
}
