import { createContext, useContext } from 'react'

import type { TillLine } from '../../api-client/till-line.ts'
import type { TillPartner } from '../../api-client/till.ts'

/** Under this name the browser tab keeps the key that was typed in it. */
export const KEY_KEPT_AS = 'entente.till.key'

/** A till that is connected: whose it is, and how it asks. */
export interface Till {
  readonly line: TillLine
  readonly partner: TillPartner
  /** Nothing that is done here is real: no request leaves the browser. */
  readonly isTraining: boolean
}

export const TillContext = createContext<Till | null>(null)

/** The till that the page is. */
export function useTill(): Till {
  const till = useContext(TillContext)
  if (till === null) throw new Error('the till is not connected')
  return till
}
