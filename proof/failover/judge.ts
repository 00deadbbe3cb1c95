import { setTimeout as pause } from 'node:timers/promises'

import type { Asked } from './sell.ts'
import { waitFor } from './programs.ts'

const PAGE = 100
/** The status is remembered for a while, and its two figures are of different moments. */
const STATUS_AGE_MS = 5_000
const LEDGER_SECONDS_MAX = 300

/** What is wrong with what was sold; empty when each purchase is on the ledger once. */
export interface Judgement {
  readonly onLedger: number
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  readonly changed: readonly string[]
  /** Purchases that are there, and that no till was told of. */
  readonly unasked: readonly string[]
  readonly supply: string
  readonly supplyExpected: string
}

interface Listed {
  readonly orderRef: string
  readonly points: string
  readonly state: string
}

interface Status {
  readonly totalSupply: string
  readonly entries: { readonly open: string }
}

/** Waits until all that was sold is on the ledger, and compares the two. */
export async function judge(
  { url, key }: { url: string; key: string },
  accepted: readonly Asked[],
): Promise<Judgement> {
  await waitFor('all entries to be confirmed on the chain', LEDGER_SECONDS_MAX, async () => {
    const found = await ask<Status>(url, key, '/v1/status').catch(() => null)
    return found?.entries.open === '0' ? found : null
  })
  await pause(STATUS_AGE_MS)
  const { totalSupply } = await ask<Status>(url, key, '/v1/status')
  const listed = await listPurchases(url, key)
  const times = new Map<string, number>()
  for (const { orderRef, state } of listed)
    if (state === 'confirmed' || state === 'final') times.set(orderRef, (times.get(orderRef) ?? 0) + 1)
  const pointsOf = new Map(listed.map(({ orderRef, points }) => [orderRef, points]))
  const known = new Set(accepted.map(({ orderRef }) => orderRef))
  const select = (is: (asked: Asked) => boolean) => accepted.filter(is).map(({ orderRef }) => orderRef)
  return {
    onLedger: times.size,
    lost: select(({ orderRef }) => !times.has(orderRef)),
    doubled: [...times].filter(([, count]) => count > 1).map(([orderRef]) => orderRef),
    changed: select(({ orderRef, points }) => times.has(orderRef) && pointsOf.get(orderRef) !== String(points)),
    unasked: listed.filter(({ orderRef }) => !known.has(orderRef)).map(({ orderRef }) => orderRef),
    supply: totalSupply,
    supplyExpected: String(accepted.reduce((sum, { points }) => sum + points, 0)),
  }
}

/** Whether nothing is wrong. */
export function isRight({ lost, doubled, changed, unasked, supply, supplyExpected }: Judgement): boolean {
  return lost.length + doubled.length + changed.length + unasked.length === 0 && supply === supplyExpected
}

async function listPurchases(url: string, key: string): Promise<Listed[]> {
  const all: Listed[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: { data: Listed[]; nextCursor: string | null } = await ask(
      url,
      key,
      `/v1/purchases?limit=${PAGE}${after}`,
    )
    all.push(...page.data)
    cursor = page.nextCursor
  }
  return all
}

async function ask<T>(url: string, key: string, path: string): Promise<T> {
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`)
  return JSON.parse(text) as T
}
