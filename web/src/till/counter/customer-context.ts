import { createContext, useContext } from 'react'

import type { TillMember } from '../../api-client/till.ts'

export const CustomerContext = createContext<TillMember | null>(null)

/** The customer who is at the till, with what they have now; null while nobody is. */
export function useCustomer(): TillMember | null {
  return useContext(CustomerContext)
}
