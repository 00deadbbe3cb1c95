import { useSyncExternalStore } from 'react'

import { Problem } from '../../api-client/problem.ts'
import { recordLatePurchases, sendPaperSlips } from '../../api-client/till-sync.ts'
import { readTillPartner, type TillPartner } from '../../api-client/till.ts'
import type { TillLine } from '../../api-client/till-line.ts'
import { isServerReachable, noteStatus, watchNetwork } from './network.ts'
import {
  decide,
  type Decision,
  forgetSettled,
  listRows,
  NotSaved,
  saveSale,
  settle,
  takeWaiting,
} from './purchase-queue.ts'
import type { OfflineSale, QueuedPurchase, Refusal, UnreadableRow } from './queued-purchase.ts'
import { type Answered, judgeRefusal, syncAll, type SyncOutcome, waitMs } from './sync.ts'
import { openTillDatabase, type RegisteredTill, type TillDatabase } from './till-database.ts'

/** What the till keeps, and how it stands with the server. */
export interface StationView {
  readonly isOnline: boolean
  /** Whether this browser can keep anything. */
  readonly isUsable: boolean
  readonly rows: readonly (QueuedPurchase | UnreadableRow)[]
  readonly waiting: number
  readonly attention: number
  /** Why the server takes nothing from this till, until a person does something about it. */
  readonly stopped: Refusal | null
  /** The till as the server knows it, once it is set up to work without network. */
  readonly registered: RegisteredTill | null
}

const NOTHING_KEPT = { rows: [], waiting: 0, attention: 0, stopped: null, registered: null } as const

interface Station {
  readonly partnerId: number
  readonly line: TillLine
  readonly stopping: AbortController
  /** Told what the server says of the partner once it is back. */
  readonly onPartner: (partner: TillPartner) => void
}

let view: StationView = { isOnline: isServerReachable(), isUsable: true, ...NOTHING_KEPT }
let station: Station | null = null
let opened: Promise<TillDatabase> | null = null
let wake: () => void = () => undefined
const watchers = new Set<() => void>()
/** Other tabs of this browser have the same rows. */
const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('entente.till.purchases') : null

function set(part: Partial<StationView>): void {
  view = { ...view, ...part }
  for (const tell of watchers) tell()
}

/** What this browser keeps of its tills; opened once, and again when the browser closed it. */
export function tillDatabase(): Promise<TillDatabase> {
  opened ??= openTillDatabase(() => {
    opened = null
  }).catch((error: unknown) => {
    opened = null
    throw error
  })
  return opened
}

async function showRows(): Promise<void> {
  if (station === null) return
  const { partnerId } = station
  try {
    const rows = await listRows(await tillDatabase(), partnerId)
    const count = (...states: string[]) => rows.filter(({ state }) => states.includes(state)).length
    set({ rows, isUsable: true, waiting: count('waiting'), attention: count('attention', 'unreadable') })
  } catch {
    set({ isUsable: false })
  }
}

async function changed(): Promise<void> {
  tabs?.postMessage('changed')
  await showRows()
}

tabs?.addEventListener('message', () => void showRows())
watchNetwork(() => {
  set({ isOnline: isServerReachable() })
})

function answeredOf(one: Awaited<ReturnType<typeof recordLatePurchases>>[number], orderRef: string): Answered {
  if (one.outcome === 'refused') return judgeRefusal(one.problem)
  // An answer for another purchase is none.
  return one.orderRef === orderRef ? { state: 'recorded', points: one.points } : { state: 'later' }
}

const stepsOf = ({ partnerId, line }: Station, database: TillDatabase) => ({
  take: (countMax: number) => takeWaiting(database, partnerId, countMax),
  async sendPurchases(purchases: readonly QueuedPurchase[]): Promise<Answered[]> {
    const bodies = purchases.flatMap(({ orderRef, member, currency, amountMinor, occurredAt }) =>
      member === null ? [] : { orderRef, member, currency, amountMinor, occurredAt },
    )
    const outcomes = await recordLatePurchases(line, bodies)
    return outcomes.map((one, at) => answeredOf(one, bodies[at]?.orderRef ?? ''))
  },
  async sendSlips(slips: readonly QueuedPurchase[]): Promise<Answered[]> {
    const signed = slips.flatMap(({ slip }) => (slip === null ? [] : [slip.signed]))
    const outcomes = await sendPaperSlips(line, signed)
    return outcomes.map((one) =>
      one.outcome === 'refused' ? judgeRefusal(one.problem) : { state: 'recorded', points: null },
    )
  },
  async settle(verdicts: Parameters<typeof settle>[1]) {
    await settle(database, verdicts, new Date())
    await changed()
  },
})

/** Syncs under a lock that all tabs of this browser share: one of them sends. */
async function syncOnce(at: Station): Promise<SyncOutcome> {
  const database = await tillDatabase()
  const run = () => syncAll(stepsOf(at, database), () => at.stopping.signal.aborted)
  if (!('locks' in navigator)) return run()
  const name = `entente.till.sync.${String(at.partnerId)}`
  return navigator.locks.request(name, { ifAvailable: true }, (lock) =>
    lock === null ? Promise.resolve<SyncOutcome>({ kind: 'unreached' }) : run(),
  )
}

/** Looks whether the server is there, and sends what waits. Returns whether there is nothing left to do. */
async function step(at: Station): Promise<boolean> {
  if (!isServerReachable()) at.onPartner(await readTillPartner(at.line))
  if (view.waiting === 0) return isServerReachable()
  const outcome = await syncOnce(at)
  set({ stopped: outcome.kind === 'stopped' ? outcome.refusal : null })
  if (outcome.kind === 'emptied') await forgetSettled(await tillDatabase(), at.partnerId)
  await showRows()
  return outcome.kind === 'emptied'
}

async function sleep(ms: number, { signal }: AbortController): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    wake = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', wake, { once: true })
  })
}

/** While there is nothing to do the till looks now and then all the same: another tab may have saved something. */
const IDLE_MS = 15_000

async function keepStepping(at: Station): Promise<void> {
  let failures = 0
  while (!at.stopping.signal.aborted) {
    let isDone = false
    try {
      isDone = await step(at)
    } catch (error) {
      if (error instanceof Problem && !error.mayPass) set({ stopped: { code: error.code, details: error.details } })
    }
    failures = isDone ? 0 : failures + 1
    await sleep(isDone ? IDLE_MS : waitMs(failures - 1, Math.random()), at.stopping)
  }
}

/** Opens what a partner's till keeps in this browser, and sends it whenever the server is there. */
export async function openStation(
  opened: Pick<Station, 'partnerId' | 'onPartner'> & { key: string; registered: RegisteredTill | null },
): Promise<void> {
  const { partnerId, key, registered, onPartner } = opened
  closeStation()
  const line = { key, onExchange: ({ status }: { status: number }) => noteStatus(status) }
  const mine = { partnerId, line, onPartner, stopping: new AbortController() }
  station = mine
  set({ registered })
  await showRows()
  void keepStepping(mine)
}

/** The till is set up to work without network from now on. */
export function noteRegistered(registered: RegisteredTill): void {
  set({ registered })
}

/** Sends nothing any more. What waits stays in this browser. */
export function closeStation(): void {
  station?.stopping.abort()
  station = null
  set(NOTHING_KEPT)
}

/** Tries now: the network is back, or something was saved. */
export function syncSoon(): void {
  wake()
}

globalThis.addEventListener('online', syncSoon)

/** Saves a sale on this device; it is on the disk when this resolves. */
export async function saveForLater(sale: OfflineSale): Promise<QueuedPurchase> {
  let database: TillDatabase
  try {
    database = await tillDatabase()
  } catch (error) {
    throw new NotSaved('broken', error)
  }
  const saved = await saveSale(database, sale)
  await changed()
  if (view.isOnline) syncSoon()
  return saved
}

/** Does with a row what a person decided; false when it is too late for it. */
export async function decideOn(seq: number, decision: Decision): Promise<boolean> {
  const isDone = await decide(await tillDatabase(), seq, decision, new Date())
  await changed()
  syncSoon()
  return isDone
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** What the till keeps and how it stands, now. */
export function stationView(): StationView {
  return view
}

/** The same for a component, which is drawn anew when it changes. */
export function useStation(): StationView {
  return useSyncExternalStore(watch, stationView)
}
