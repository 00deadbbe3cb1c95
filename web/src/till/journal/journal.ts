import { useSyncExternalStore } from 'react'

import type { Redemption } from '../../api-client/till.ts'

interface Common {
  /** The till's own reference, under which the server knows it too. */
  readonly reference: string
  readonly memberId: string
  readonly at: string
  readonly points: string
}

/** Something that this till did. */
export type JournalRow =
  | (Common & { readonly kind: 'purchase'; readonly amountMinor: string })
  | (Common & { readonly kind: 'return'; readonly amountMinor: string; readonly orderRef: string | null })
  | (Common & {
      readonly kind: 'redemption'
      readonly redemptionId: string
      readonly rewardId: string | null
      readonly valueMinor: string | null
      readonly state: Redemption['state']
      readonly voidedBy: Redemption['voidedBy']
      readonly pointsRestored: string
    })
  | (Common & { readonly kind: 'restoration'; readonly redemptionId: string })
  | (Common & { readonly kind: 'voucher'; readonly title: string })

export type RedemptionRow = Extract<JournalRow, { kind: 'redemption' }>

const keptAs = (partnerId: number): string => `entente.till.journal.${partnerId}`
const startOfDay = (): number => new Date().setHours(0, 0, 0, 0)

let rows: readonly JournalRow[] = []
let openPartner: number | null = null
const watchers = new Set<() => void>()

/** Opens what a partner's till did today in this tab. */
export function openJournal(partnerId: number): void {
  if (openPartner === partnerId) return
  openPartner = partnerId
  const kept = sessionStorage.getItem(keptAs(partnerId))
  const all = kept === null ? [] : (JSON.parse(kept) as JournalRow[])
  set(all.filter(({ at }) => Date.parse(at) >= startOfDay()))
}

/** Forgets what a till did, once nothing of it was real. */
export function closeJournal(partnerId: number): void {
  sessionStorage.removeItem(keptAs(partnerId))
  if (openPartner !== partnerId) return
  openPartner = null
  set([])
}

function set(next: readonly JournalRow[]): void {
  rows = next
  if (openPartner !== null) sessionStorage.setItem(keptAs(openPartner), JSON.stringify(rows))
  for (const tell of watchers) tell()
}

/** Notes something, newest first; the same reference again is the same thing, further on. */
export function note(row: JournalRow): void {
  const isSame = (other: JournalRow) => other.kind === row.kind && other.reference === row.reference
  const at = rows.find(isSame)?.at ?? row.at
  set(rows.some(isSame) ? rows.map((other) => (isSame(other) ? { ...row, at } : other)) : [row, ...rows])
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** The points of a redemption that are given back: on the ledger, or asked for at this till, which comes to the ledger by itself. */
export function pointsGivenBack(all: readonly JournalRow[], { redemptionId, pointsRestored }: RedemptionRow): string {
  const asked = all
    .filter((other) => other.kind === 'restoration' && other.redemptionId === redemptionId)
    .reduce((sum, { points }) => sum + BigInt(points), 0n)
  return asked > BigInt(pointsRestored) ? String(asked) : pointsRestored
}

/** What this till did today. */
export function useJournal(): readonly JournalRow[] {
  return useSyncExternalStore(watch, () => rows)
}
