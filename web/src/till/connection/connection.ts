import { createContext, useContext } from 'react'

import type { TillLine } from '../../api-client/till-line.ts'
import type { TillPartner } from '../../api-client/till.ts'

/** Gone with the tab: a till's key must not stay on a computer that others use. */
const KEPT_AS = 'entente.till.key'

/** The key that was typed in this tab. */
export function readKeptKey(): string | null {
  return sessionStorage.getItem(KEPT_AS)
}

/** Keeps the key for this tab, or forgets it. */
export function keepKey(key: string | null): void {
  if (key === null) sessionStorage.removeItem(KEPT_AS)
  else sessionStorage.setItem(KEPT_AS, key)
}

/** A till that is connected: whose it is, and how it asks. */
export interface Till {
  readonly line: TillLine
  readonly partner: TillPartner
}

export const TillContext = createContext<Till | null>(null)

/** The till that the page is. */
export function useTill(): Till {
  const till = useContext(TillContext)
  if (till === null) throw new Error('the till is not connected')
  return till
}
