import { useSyncExternalStore } from 'react'

/** Training ends by itself: nobody takes it for the real thing on the next day. */
export const TRAINING_MS_MAX = 86_400_000

const KEPT_AS = 'entente.till.training'

const watchers = new Set<() => void>()
let shown: number | null = null

/** Since when training is on; null when it is off, over, or from a time that is still to come: the clock was set back. */
export function trainingSince(kept: string | null, now: number): number | null {
  const since = kept !== null && /^\d{1,15}$/.test(kept) ? Number(kept) : Number.NaN
  return since <= now && now < since + TRAINING_MS_MAX ? since : null
}

function look(): void {
  const now = trainingSince(sessionStorage.getItem(KEPT_AS), Date.now())
  if (now === null) sessionStorage.removeItem(KEPT_AS)
  if (now === shown) return
  shown = now
  for (const tell of watchers) tell()
}

/** Begins training in this tab; a sale that goes on in another one is left alone. */
export function startTraining(): void {
  sessionStorage.setItem(KEPT_AS, String(Date.now()))
  look()
}

/** Ends it; nothing of it is kept. */
export function endTraining(): void {
  sessionStorage.removeItem(KEPT_AS)
  look()
}

/** How often is looked whether the day is over. */
const LOOK_EVERY_MS = 30_000

function watch(tell: () => void): () => void {
  watchers.add(tell)
  const timer = setInterval(look, LOOK_EVERY_MS)
  return () => {
    watchers.delete(tell)
    clearInterval(timer)
  }
}

/** Whether the till is in training. */
export function useTraining(): boolean {
  return useSyncExternalStore(watch, () => {
    shown = trainingSince(sessionStorage.getItem(KEPT_AS), Date.now())
    return shown !== null
  })
}
