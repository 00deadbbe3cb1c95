import { ChainError } from '../chain/chain-error.ts'
import { clearingCall } from '../chain/clearing-calls.ts'
import { readClosing } from '../chain/read-closing.ts'
import { simulateCall } from '../chain/simulate-call.ts'
import { findBlock } from '../database/blocks.ts'
import { findNewestCallOf, insertOpenCall } from '../database/calls.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import { findLastClosedMonth, findLastExtended, lockClosing } from '../database/clearing-events.ts'
import { findPartnerOutOfLine, findRegisteredUpTo } from '../database/partner-events.ts'
import { findNewestWaitMonth } from '../database/statement-waits.ts'
import { findNewestStatementMonth } from '../database/statements.ts'
import { CLOSING_GRACE_MS } from '../domain/clearing/settlement.ts'
import { monthSpan } from '../domain/utc-days.ts'
import type { Relayer } from './relayer.ts'
import { findUpToDateCursor } from './up-to-date.ts'

/** Partners of one call: each with a position costs 55,000 gas, of the 16.8 million that a transaction may have. */
export const PARTNERS_PER_CALL = 150

/** How far a number out of line may be above the last one: `GAP_MAX` of Clearing. */
const GAP_MAX = 1_000

type ClosingCall = Extract<Parameters<typeof clearingCall>[1], { name: 'close_month' | 'extend_partners' }>

/**
 * Makes the step that closes months on chain once their statements are issued: in their order, one call at a time. What somebody
 * else has closed is closed. A partner with a number out of line is named as soon as a month is over, before anybody
 * could close that month without it.
 */
export function makeCloseMonths(): (relayer: Relayer) => Promise<boolean> {
  // No event names Clearing's first month.
  let firstMonth: number | null = null
  const outOfReach = new Set<number>()
  return async (relayer) => {
    if (relayer.chain.addresses.clearing === null) return false
    const applied = await findApplied(relayer)
    if (applied === null) return false
    const last = await findLastClosedMonth(relayer.database)
    if (last === null) firstMonth ??= await readFirstMonth(relayer, applied.hash)
    const month = last === null ? firstMonth : last + 1
    if (month === null || applied.timestamp < monthSpan(month).until) return false
    const call = (await findExtension(relayer, outOfReach)) ?? (await findClosing(relayer, month, applied.timestamp))
    if (call === null || (await findUpToDateCursor(relayer)) === null) return false
    return askFor(relayer, call)
  }
}

/** Null while no endpoint can say: after a reorg that is not followed yet, or where a node lacks the state. The next look asks again. */
async function readFirstMonth({ chain }: Relayer, blockHash: string): Promise<number | null> {
  try {
    return (await readClosing(chain, blockHash))?.month ?? null
  } catch (error) {
    if (error instanceof ChainError) return null
    throw error
  }
}

async function findApplied({ database, chain }: Relayer): Promise<{ hash: string; timestamp: Date } | null> {
  const cursor = await findChainCursor(database, chain.chainId)
  return cursor === null || cursor.haltedReason !== null ? null : findBlock(database, cursor.processedNumber)
}

async function findClosing({ database }: Relayer, month: number, now: Date): Promise<ClosingCall | null> {
  // What is counted in points needs no rate: a month whose statements all wait for one is closed here as any other.
  const issued = Math.max((await findNewestStatementMonth(database)) ?? -1, (await findNewestWaitMonth(database)) ?? -1)
  const isDue = issued >= month
  if (!isDue || now.getTime() < monthSpan(month).until.getTime() + CLOSING_GRACE_MS) return null
  return { name: 'close_month', month, partnersMax: PARTNERS_PER_CALL }
}

/** Whether a partner must be named, because some number before its own was never registered, and which is named next. */
async function findExtension(relayer: Relayer, outOfReach: Set<number>): Promise<ClosingCall | null> {
  const { database, chain } = relayer
  const partnerId = await findPartnerOutOfLine(database)
  if (partnerId === null || partnerId <= ((await findLastExtended(database)) ?? 0)) return null
  const from = relayer.lanes[0]?.signer.address
  if (from === undefined) return null
  const { to, data } = clearingCall(chain, { name: 'extend_partners', partnerId })
  const simulated = await simulateCall(chain, { from, to, data })
  if (simulated.status === 'succeeds') return { name: 'extend_partners', partnerId }
  if (simulated.revert.name !== 'PartnerOutOfReach') return null
  const last = Number(simulated.revert.args['last'])
  if (last >= partnerId) return null
  const between = await findRegisteredUpTo(database, last + GAP_MAX)
  if (between !== null && between > last) return { name: 'extend_partners', partnerId: between }
  // An alarm, once: only a partner between the two can help.
  if (!outOfReach.has(partnerId)) relayer.report({ name: 'partner_out_of_reach', partnerId, last })
  outOfReach.add(partnerId)
  return null
}

/** Asks for the call, unless one like it is on its way or has just failed. */
async function askFor(relayer: Relayer, act: ClosingCall): Promise<boolean> {
  const { database, chain, ids, clock, limits } = relayer
  const call = clearingCall(chain, act)
  const callId = await database.transaction(async (tx) => {
    if (!(await lockClosing(tx))) return null
    const newest = await findNewestCallOf(tx, ['close_month', 'extend_partners'])
    if (newest?.state === 'open' || newest?.state === 'bound') return null
    const isRecent = newest !== null && clock.now().getTime() - newest.createdAt.getTime() < limits.retryMsMax
    if (newest?.state === 'failed' && newest.data === call.data && isRecent) return null
    const open = { kind: 'operator', name: act.name, partnerId: null, ...call } as const
    return (await insertOpenCall(tx, { id: ids.next(), ...open, createdAt: clock.now() })).id
  })
  if (callId === null) return false
  relayer.report({ name: 'closing_asked', callId, act: act.name })
  return true
}
