import { assert } from './assert.ts'

/** What a batch must know of an entry. */
export interface BatchableEntry {
  /** Lower-case 0x address. */
  readonly account: string
  /** Positive for accruals, negative for what is taken back. */
  readonly points: bigint
}

/** One account's points in a batch: 20 bytes of address and 6 of points on chain. */
export interface BatchRecord {
  readonly account: string
  readonly points: bigint
}

/** What goes on chain for some entries. */
export interface Records {
  readonly creditRecords: readonly BatchRecord[]
  readonly debitRecords: readonly BatchRecord[]
  /** The records, packed, as 0x hex. */
  readonly credits: string
  readonly debits: string
  readonly credited: bigint
  readonly debited: bigint
}

/** How many accounts of each kind a batch touches. */
export interface BatchShape {
  /** Accounts that never held points: their storage is written for the first time. */
  readonly newHolders: number
  readonly existingHolders: number
  readonly debits: number
}

/** Entries of one batch. Bounds the receipts tree and the calldata (106 kB of records; nodes refuse over 128 kB). */
export const ENTRIES_PER_BATCH_MAX = 4_000
/** What a record can carry: uint48. */
export const RECORD_POINTS_MAX = 2n ** 48n - 1n
/** What a lot on chain can hold: 36 bits. A credit goes into one lot. */
export const LOT_POINTS_MAX = 2n ** 36n - 1n

/** A batch is closed at about so much gas. */
export const BATCH_GAS_AIM = 13_000_000n
/** No transaction may use more (EIP-7825). */
export const BATCH_GAS_CAP = 2n ** 24n

// Above what reference/contracts.md measured (40,000 a batch, 24,646 and 7,491 a credit), and a debit is a touch that may
// log expired lots and a shortfall besides: a batch that is closed a little early costs less than one that runs dry.
const GAS_FIXED = 60_000n
const GAS_NEW_HOLDER = 25_500n
const GAS_EXISTING_HOLDER = 9_000n
const GAS_DEBIT = 12_000n

const ADDRESS = /^0x[0-9a-f]{40}$/

/**
 * Merges entries into one credit and one debit an account and packs them, sorted by address, so that the same entries
 * always give the same bytes. Credits and debits are not netted: the receipts must add up to both.
 */
export function composeRecords(entries: readonly BatchableEntry[]): Records {
  assert(entries.length <= ENTRIES_PER_BATCH_MAX, 'a batch has a bounded number of entries')
  const creditRecords = mergeRecords(entries.filter((entry) => entry.points > 0n))
  const debitRecords = mergeRecords(entries.filter((entry) => entry.points <= 0n))
  for (const { points } of creditRecords) assert(points <= LOT_POINTS_MAX, 'a credit fits into a lot')
  return {
    creditRecords,
    debitRecords,
    credits: packRecords(creditRecords),
    debits: packRecords(debitRecords),
    credited: creditRecords.reduce((sum, { points }) => sum + points, 0n),
    debited: debitRecords.reduce((sum, { points }) => sum + points, 0n),
  }
}

/** Gas that posting a batch will about need; on the safe side of what was measured. */
export function estimateBatchGas({ newHolders, existingHolders, debits }: BatchShape): bigint {
  return (
    GAS_FIXED +
    GAS_NEW_HOLDER * BigInt(newHolders) +
    GAS_EXISTING_HOLDER * BigInt(existingHolders) +
    GAS_DEBIT * BigInt(debits)
  )
}

function mergeRecords(entries: readonly BatchableEntry[]): BatchRecord[] {
  const sums = new Map<string, bigint>()
  for (const { account, points } of entries) {
    assert(ADDRESS.test(account), 'an account is a lower-case address')
    assert(points !== 0n, 'an entry changes something')
    sums.set(account, (sums.get(account) ?? 0n) + (points > 0n ? points : -points))
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([account, points]) => ({ account, points }))
}

function packRecords(records: readonly BatchRecord[]): string {
  const packed = records.map(({ account, points }) => {
    assert(points <= RECORD_POINTS_MAX, 'the points of a record fit into uint48')
    return account.slice(2) + points.toString(16).padStart(12, '0')
  })
  return `0x${packed.join('')}`
}
