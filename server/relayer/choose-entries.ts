import { type ParkedReason } from '../database/batches.ts'
import { type OutboxEntry } from '../database/outbox.ts'
import {
  BATCH_GAS_AIM,
  ENTRIES_PER_BATCH_MAX,
  estimateBatchGas,
  LOT_POINTS_MAX,
  RECORD_POINTS_MAX,
} from '../domain/batches.ts'

/** What a partner may issue, by the registry, less what is on its way. */
export interface IssuingRoom {
  status: 'unknown' | 'active' | 'suspended' | 'left'
  /** Points that may be credited now. */
  issuable: bigint
  /** Points left of the allowance: which of the two limits is the smaller. */
  allowance: bigint
  dailyLimit: bigint
}

/** What is known about the entries that wait. */
export interface Waiting {
  /** A partner's oldest entries without a batch, in order. */
  entries: readonly OutboxEntry[]
  /** Accounts that the token has seen. */
  holders: ReadonlySet<string>
  /** Points that an account owes from earlier returns and that its next accruals give back. */
  owed: ReadonlyMap<string, bigint>
}

/** An entry for a batch, and what its member's debt takes of it. */
export interface Chosen {
  entry: OutboxEntry
  /** Points of a `shortfall_recovery` that follows the entry; 0 for none. */
  recovered: bigint
}

/** Entries for the next batch, never none, and why it can not be sent yet. */
export interface Choice {
  chosen: Chosen[]
  parkedReason: ParkedReason | null
}

/**
 * The longest run of the oldest entries that fits into a batch: by number, gas, record width, and what the partner may
 * issue. If not even the first fits into the last, the batch is formed all the same and parked, so that it is seen.
 */
export function chooseEntries(waiting: Waiting, room: IssuingRoom): Choice {
  const { issuable } = room
  const chosen = takeRun(waiting, room.status === 'active' ? issuable : 0n)
  if (chosen.length > 0 && room.status === 'active') return { chosen, parkedReason: null }
  // What is parked because of the daily limit must fit into one day's worth, or it would wait for ever.
  const parkedMax = room.dailyLimit > 0n ? room.dailyLimit : RECORD_POINTS_MAX
  const parked = takeRun(waiting, parkedMax)
  const first = waiting.entries.slice(0, 1).map((entry) => ({ entry, recovered: 0n }))
  return { chosen: parked.length > 0 ? parked : first, parkedReason: whyNot(waiting, room) }
}

/** Which limit keeps the first entry from being batched. */
function whyNot(waiting: Waiting, room: IssuingRoom): ParkedReason {
  if (room.status === 'left') return 'partner_left'
  if (room.status !== 'active') return 'partner_suspended'
  return (waiting.entries[0]?.points ?? 0n) > room.allowance ? 'allowance_exhausted' : 'daily_limit_reached'
}

function takeRun(waiting: Waiting, creditedMax: bigint): Chosen[] {
  const chosen: Chosen[] = []
  const credits = new Map<string, bigint>()
  const debits = new Map<string, bigint>()
  const owed = new Map(waiting.owed)
  let credited = 0n
  let count = 0
  let newHolders = 0
  for (const entry of waiting.entries) {
    const { account, points } = entry
    const recovered = points > 0n ? least(points, owed.get(account) ?? 0n) : 0n
    const credit = points > 0n ? points : 0n
    const debit = recovered + (points < 0n ? -points : 0n)
    credited += credit
    count += recovered > 0n ? 2 : 1
    if (credit > 0n && !credits.has(account) && !waiting.holders.has(account)) newHolders++
    // Returns need no room: less than none is left when a limit is lowered below what is on its way.
    const isTooMuch = (credited > 0n && credited > creditedMax) || count > ENTRIES_PER_BATCH_MAX
    if (isTooMuch || addTo(credits, account, credit) > LOT_POINTS_MAX) break
    if (addTo(debits, account, debit) > RECORD_POINTS_MAX) break
    const gas = { newHolders, existingHolders: credits.size - newHolders, debits: debits.size }
    if (chosen.length > 0 && estimateBatchGas(gas) > BATCH_GAS_AIM) break
    if (recovered > 0n) owed.set(account, (owed.get(account) ?? 0n) - recovered)
    chosen.push({ entry, recovered })
  }
  return chosen
}

function addTo(sums: Map<string, bigint>, account: string, points: bigint): bigint {
  const sum = (sums.get(account) ?? 0n) + points
  if (points > 0n) sums.set(account, sum)
  return sum
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
