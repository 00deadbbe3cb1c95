import { useSyncExternalStore } from 'react'

import type { Exchange } from '../../api-client/till-line.ts'

/** Fewer than a day at a till makes: only the latest are of interest. */
const KEPT_MAX = 200

let exchanges: readonly Exchange[] = []
const watchers = new Set<() => void>()

/** Keeps a request and its answer for the drawer, newest first. */
export function keepExchange(exchange: Exchange): void {
  exchanges = [exchange, ...exchanges].slice(0, KEPT_MAX)
  for (const tell of watchers) tell()
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** The requests of this page since it was opened. */
export function useExchanges(): readonly Exchange[] {
  return useSyncExternalStore(watch, () => exchanges)
}
