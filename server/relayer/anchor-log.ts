import { anchorCall } from '../chain/log-anchors.ts'
import { findLastCheckpoint } from '../database/archive-checkpoints.ts'
import { findNewestCallOf, insertOpenCall } from '../database/calls.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import { findFinallyClosedMonth, lacksBatches, listLogAnchors, lockAnchoring } from '../database/log-anchors.ts'
import { parseTreeHead } from '../domain/archive/signed-note.ts'
import { assert } from '../domain/assert.ts'
import { DAY_MS, monthSpan, monthText } from '../domain/utc-days.ts'
import type { Relayer } from './relayer.ts'
import { findUpToDateCursor } from './up-to-date.ts'

interface Anchor {
  readonly month: number
  readonly size: bigint
  readonly root: Uint8Array
}

/**
 * Writes the root of the archive's log on chain for the newest month that is closed for good, once the log's signed head is over every
 * batch of that month and before. A month in which the log did not grow needs none.
 */
export async function anchorLog(relayer: Relayer): Promise<boolean> {
  const anchor = await findDueAnchor(relayer)
  if (anchor === null || (await findUpToDateCursor(relayer)) === null) return false
  const callId = await askFor(relayer, anchor)
  if (callId === null) return false
  relayer.report({ name: 'anchor_asked', callId, month: monthText(anchor.month), size: anchor.size })
  return true
}

async function findDueAnchor({ database, chain }: Relayer): Promise<Anchor | null> {
  if (chain.addresses.logAnchors === null) return null
  const cursor = await findChainCursor(database, chain.chainId)
  if (cursor === null || cursor.haltedReason !== null) return null
  const month = await findFinallyClosedMonth(database, cursor.finalizedNumber)
  const [last] = await listLogAnchors(database, 1)
  if (month === null || (last !== undefined && last.month >= month)) return null
  const checkpoint = await findLastCheckpoint(database)
  if (checkpoint === null || checkpoint.size <= (last?.size ?? 0n)) return null
  if (await lacksBatches(database, { before: monthSpan(month).until, size: checkpoint.size })) return null
  const head = parseTreeHead(checkpoint.text)
  assert(head !== null, 'a checkpoint that was signed can be read')
  return { month, size: head.size, root: head.root }
}

/** Stores the call, unless one is on its way, or the last one has just failed. */
async function askFor({ database, chain, ids, clock, limits }: Relayer, anchor: Anchor): Promise<string | null> {
  const call = anchorCall(chain, anchor)
  return database.transaction(async (tx) => {
    if (!(await lockAnchoring(tx))) return null
    const newest = await findNewestCallOf(tx, ['anchor_log'])
    if (newest !== null && ['open', 'bound', 'included'].includes(newest.state)) return null
    // A role takes a week to give.
    const pauseMs = newest?.reason === 'AccessManagedUnauthorized' ? DAY_MS : limits.retryMsMax
    if (newest?.state === 'failed' && clock.now().getTime() - newest.createdAt.getTime() < pauseMs) return null
    const open = { kind: 'operator', name: 'anchor_log', partnerId: null, ...call } as const
    return (await insertOpenCall(tx, { id: ids.next(), ...open, createdAt: clock.now() })).id
  })
}
