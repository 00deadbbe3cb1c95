import { useSyncExternalStore } from 'react'

/** What is set up at this computer. It holds no key and nothing of a customer, so it may stay when the page is closed. */
export interface Preferences {
  /** Shows the key's beginning and the requests, to those who build tills. */
  readonly isDeveloper: boolean
  /** Characters on a line of the receipt printer: 48 on paper of 80 mm, 32 on paper of 58 mm. */
  readonly columns: 32 | 42 | 48
  /** How fast the printer's serial line is. */
  readonly baudRate: number
}

const KEPT_AS = 'entente.till.preferences'
export const BAUD_RATES = [9_600, 19_200, 38_400, 57_600, 115_200] as const
export const COLUMNS = [32, 42, 48] as const
const AT_FIRST: Preferences = { isDeveloper: false, columns: 48, baudRate: 9_600 }

/** Reads what was kept; anything else than a known value is as it was at first. */
function readKept(text: string | null): Preferences {
  try {
    const kept = JSON.parse(text ?? '{}') as Partial<Preferences>
    return {
      isDeveloper: kept.isDeveloper === true,
      columns: COLUMNS.find((columns) => columns === kept.columns) ?? AT_FIRST.columns,
      baudRate: BAUD_RATES.find((rate) => rate === kept.baudRate) ?? AT_FIRST.baudRate,
    }
  } catch {
    return AT_FIRST
  }
}

let preferences: Preferences | null = null
const watchers = new Set<() => void>()

function current(): Preferences {
  preferences ??= readKept(localStorage.getItem(KEPT_AS))
  return preferences
}

/** Changes what is set up here, and keeps it. */
export function setPreferences(change: Partial<Preferences>): void {
  preferences = { ...current(), ...change }
  localStorage.setItem(KEPT_AS, JSON.stringify(preferences))
  for (const tell of watchers) tell()
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** What is set up here. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(watch, current)
}
