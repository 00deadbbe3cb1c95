import { readRow, type OfflineSale, type QueuedPurchase, type Refusal, type UnreadableRow } from './queued-purchase.ts'
import type { TillDatabase } from './till-database.ts'

/** So many may wait: weeks of a busy till. After that the network is not what is wrong. */
export const WAITING_MAX = 5_000
/** So many that are settled are kept to look at; older ones are on the server anyway. */
export const SETTLED_KEPT_MAX = 200

/** Why a purchase could not be saved: `full` and `no_room` are said as such, anything else as `broken`. */
export class NotSaved extends Error {
  override readonly name = 'NotSaved'
  readonly reason: 'full' | 'no_room' | 'broken'

  constructor(reason: NotSaved['reason'], cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

/** What the server said of a purchase. */
export type SyncVerdict =
  | { readonly state: 'recorded'; readonly points: string | null }
  | { readonly state: 'attention'; readonly refusal: Refusal }

/** On the disk before it resolves: a power cut after that loses nothing. */
const DURABLE = { durability: 'strict' } as const

function asNotSaved(error: unknown): NotSaved {
  if (error instanceof NotSaved) return error
  const isNoRoom = error instanceof DOMException && error.name === 'QuotaExceededError'
  return new NotSaved(isNoRoom ? 'no_room' : 'broken', error)
}

/** Saves a sale. It resolves once it is on the disk; the same reference again is the same sale, and is saved once. */
export async function saveSale(
  database: TillDatabase,
  sale: OfflineSale,
  waitingMax = WAITING_MAX,
): Promise<QueuedPurchase> {
  try {
    const tx = database.transaction('purchases', 'readwrite', DURABLE)
    const settled = tx.done.catch(() => undefined)
    const known = await tx.store.index('reference').get([sale.partnerId, sale.orderRef])
    if (known !== undefined) {
      await tx.done
      return readRow(known, Number(known.seq)) as QueuedPurchase
    }
    if ((await tx.store.index('state').count([sale.partnerId, 'waiting'])) >= waitingMax) throw new NotSaved('full')
    const row = { ...sale, state: 'waiting', tries: 0, refusal: null, points: null, settledAt: null } as const
    const seq = await tx.store.add(row)
    await Promise.all([tx.done, settled])
    return { ...row, seq }
  } catch (error) {
    throw asNotSaved(error)
  }
}

/** All that a partner's till keeps, oldest first. */
export async function listRows(database: TillDatabase, partnerId: number): Promise<(QueuedPurchase | UnreadableRow)[]> {
  const { store } = database.transaction('purchases')
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()])
  const rows = values.map((value, at) => readRow(value, keys[at] ?? at))
  // What cannot be read may be anybody's: it is shown to all.
  return rows.filter((row) => row.state === 'unreadable' || row.partnerId === partnerId)
}

/**
 * The oldest that wait, with one more try noted before they are sent: from then on the server may have them. Purchases of customers
 * and slips go to different places, so a run of the one ends where the other begins: the order of the sales is kept.
 */
export async function takeWaiting(
  database: TillDatabase,
  partnerId: number,
  countMax: number,
): Promise<QueuedPurchase[]> {
  const tx = database.transaction('purchases', 'readwrite', DURABLE)
  const taken: QueuedPurchase[] = []
  let cursor = await tx.store.index('state').openCursor([partnerId, 'waiting'])
  while (cursor !== null && taken.length < countMax) {
    const row = readRow(cursor.value, cursor.primaryKey)
    if (row.state === 'waiting') {
      const [first] = taken
      if (first !== undefined && (first.slip === null) !== (row.slip === null)) break
      const sent = { ...row, tries: row.tries + 1 }
      await cursor.update(sent)
      taken.push(sent)
    }
    cursor = await cursor.continue()
  }
  await tx.done
  return taken
}

/** Notes what the server said. What no longer waits is left as it is: another tab was faster. */
export async function settle(
  database: TillDatabase,
  verdicts: readonly { readonly seq: number; readonly verdict: SyncVerdict }[],
  now: Date,
): Promise<void> {
  const tx = database.transaction('purchases', 'readwrite', DURABLE)
  for (const { seq, verdict } of verdicts) {
    const row = readRow(await tx.store.get(seq), seq)
    if (row.state !== 'waiting') continue
    const outcome =
      verdict.state === 'recorded'
        ? { state: 'recorded' as const, points: verdict.points, refusal: null }
        : { state: 'attention' as const, points: null, refusal: verdict.refusal }
    await tx.store.put({ ...row, ...outcome, settledAt: now.toISOString() })
  }
  await tx.done
}

/** What a person may do with one that needs attention, or that was never sent. */
export type Decision =
  | { readonly kind: 'retry' }
  | { readonly kind: 'name_member'; readonly member: NonNullable<OfflineSale['member']> }
  | { readonly kind: 'remove' }

/** Carries out a decision; false when it is too late for it. */
export async function decide(database: TillDatabase, seq: number, decision: Decision, now: Date): Promise<boolean> {
  const tx = database.transaction('purchases', 'readwrite', DURABLE)
  const raw = await tx.store.get(seq)
  const row = readRow(raw, seq)
  const isUnsent = row.state === 'waiting' && row.tries === 0
  const mayBeDecided = row.state === 'attention' || (isUnsent && decision.kind === 'remove')
  if (row.state === 'unreadable' || !mayBeDecided) {
    await tx.done
    return false
  }
  const waits = { state: 'waiting', refusal: null, settledAt: null } as const
  if (decision.kind === 'retry') await tx.store.put({ ...row, ...waits })
  else if (decision.kind === 'name_member') await tx.store.put({ ...row, ...waits, member: decision.member })
  else await tx.store.put({ ...row, state: 'removed', settledAt: now.toISOString() })
  await tx.done
  return true
}

/** Forgets what was settled long ago, by count. What waits or needs attention is never forgotten. */
export async function forgetSettled(
  database: TillDatabase,
  partnerId: number,
  keptMax = SETTLED_KEPT_MAX,
): Promise<void> {
  const tx = database.transaction('purchases', 'readwrite')
  const keys = await tx.store.index('state').getAllKeys([partnerId, 'recorded'])
  for (const key of keys.slice(0, Math.max(0, keys.length - keptMax))) await tx.store.delete(key)
  await tx.done
}
